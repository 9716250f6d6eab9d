//! Many small pictures on one sheet, to be taken in at a glance.

use crate::video::Picture;

/// Lays pictures of one size out in rows.
pub(super) fn sheet(pictures: &[Picture], columns: usize) -> Option<Picture> {
    let first = pictures.first()?;
    let (width, height) = (first.width, first.height);
    let columns = columns.clamp(1, pictures.len());
    let mut rgb = Vec::with_capacity(pictures.len().div_ceil(columns) * columns * first.rgb.len());
    for row in pictures.chunks(columns) {
        for line in 0..height {
            let part = line * width * 3..(line + 1) * width * 3;
            for picture in row {
                rgb.extend_from_slice(picture.rgb.get(part.clone())?);
            }
            // The last row may be short.
            rgb.resize(rgb.len() + (columns - row.len()) * width * 3, 0);
        }
    }
    Some(Picture { width: width * columns, height: height * pictures.len().div_ceil(columns), rgb })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_lie_side_by_side_and_the_last_row_is_filled_with_black() {
        let picture = |value| Picture { width: 1, height: 2, rgb: vec![value; 6] };
        let sheet = sheet(&[picture(1), picture(2), picture(3)], 2).unwrap();
        assert_eq!((sheet.width, sheet.height), (2, 4));
        let firsts: Vec<u8> = sheet.rgb.chunks(3).map(|pixel| pixel[0]).collect();
        assert_eq!(firsts, [1, 2, 1, 2, 3, 0, 3, 0]);
    }
}
