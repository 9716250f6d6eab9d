//! Finds words in what was said.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{call, message, room, room_participant, transcript};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, QueryResult, QuerySelect, Statement,
    Value,
};
use uuid::Uuid;

use super::{Cursor, Page, Slice, Store, StoreError};

/// What is looked for: each of these words, wherever it stands in a line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SearchWords(Vec<String>);

/// A line that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundLine {
    pub id: Uuid,
    pub is_transcript: bool,
    pub call: Uuid,
    pub room_code: String,
    pub display_name: String,
    pub text: String,
    pub created_at: DateTime<Utc>,
}

impl SearchWords {
    /// The words of a text as somebody typed it; nothing when there is none.
    pub fn parse(text: &str) -> Option<Self> {
        // A letter and its accent may be two characters, but are one letter.
        let text: String = text.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<String> = words.take(MOST_WORDS).map(str::to_owned).collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// As an expression for SQLite's index. A quoted word has no meaning but itself.
    fn all_in(&self, calls: &[Uuid]) -> String {
        let any = |words: &mut dyn Iterator<Item = String>, join: &str| {
            words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(join)
        };
        let words = format!("words : ({})", any(&mut self.0.iter().cloned(), " AND "));
        if calls.is_empty() {
            return words;
        }
        let calls = any(&mut calls.iter().map(|call| call.simple().to_string()), " OR ");
        format!("{words} AND call : ({calls})")
    }
}

impl Store {
    /// Lines with all of these words in the calls that this person took part in, newest first.
    pub async fn search(&self, user: Uuid, words: &SearchWords, slice: Slice) -> Result<Page<FoundLine>, StoreError> {
        let places = match self.db.get_database_backend() {
            DbBackend::Sqlite => self.places_in_sqlite(user, words, slice).await?,
            _ => self.places_in_postgres(user, words, slice).await?,
        };
        let page = slice.page(places, |place| place.cursor);
        let mut lines = self.lines(&page.items).await?;
        // What was taken back between the two questions is not there any more.
        let items = page.items.iter().filter_map(|place| lines.remove(&place.id)).collect();
        Ok(Page { items, next: page.next })
    }

    /// The index gives the newest first by itself, so that a word that is everywhere costs no more
    /// than a page of it. For somebody with few calls it looks at those only; with many, a page of
    /// their own is soon found among all.
    async fn places_in_sqlite(&self, user: Uuid, words: &SearchWords, slice: Slice) -> Result<Vec<Place>, DbErr> {
        let calls = self.some_calls_with(user).await?;
        if calls.is_empty() {
            return Ok(Vec::new());
        }
        let are_few = calls.len() <= FEW_CALLS;
        let (expression, mine) = if are_few { (words.all_in(&calls), "") } else { (words.all_in(&[]), MINE_IN_SQLITE) };
        let sql = format!(
            "SELECT seq, line_id, is_transcript FROM search_words CROSS JOIN search_lines ON seq = search_words.rowid \
             WHERE search_words MATCH ?1 AND search_words.rowid < ?2 {mine} \
             ORDER BY search_words.rowid DESC LIMIT ?3"
        );
        let before = slice.after.map_or(i64::MAX, |cursor| cursor.id.as_u64_pair().1.cast_signed());
        let mut values: Vec<Value> = vec![expression.into(), before.into(), limit(slice)];
        if !are_few {
            values.push(user.into());
        }
        let rows = self.db.query_all_raw(Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)).await?;
        rows.iter().map(Place::in_sqlite).collect()
    }

    async fn places_in_postgres(&self, user: Uuid, words: &SearchWords, slice: Slice) -> Result<Vec<Place>, DbErr> {
        let part = |table: &str, is_transcript: bool| {
            format!(
                "(SELECT id, created_at, {is_transcript} AS is_transcript FROM {table} \
                  WHERE words @@ plainto_tsquery('simple', search_fold($1)) \
                  AND call_id IN (SELECT call_id FROM room_participants WHERE user_id = $2) \
                  AND (created_at, id) < ($3, $4) ORDER BY created_at DESC, id DESC LIMIT $5)"
            )
        };
        let sql = format!(
            "{} UNION ALL {} ORDER BY created_at DESC, id DESC LIMIT $5",
            part("messages", false),
            part("transcripts", true)
        );
        let before = slice.after.unwrap_or_else(|| Cursor { at: DateTime::<Utc>::MAX_UTC - FAR, id: Uuid::max() });
        let values = [words.0.join(" ").into(), user.into(), before.at.into(), before.id.into(), limit(slice)];
        let rows = self.db.query_all_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
        rows.iter().map(Place::in_postgres).collect()
    }

    /// One more than is few, if there are so many.
    async fn some_calls_with(&self, user: Uuid) -> Result<Vec<Uuid>, DbErr> {
        room_participant::Entity::find()
            .select_only()
            .distinct()
            .column(room_participant::Column::CallId)
            .filter(room_participant::COLUMN.user_id.eq(user))
            .limit(FEW_CALLS as u64 + 1)
            .into_tuple()
            .all(&self.db)
            .await
    }

    async fn lines(&self, places: &[Place]) -> Result<HashMap<Uuid, FoundLine>, DbErr> {
        if places.is_empty() {
            return Ok(HashMap::new());
        }
        let ids = |transcripts: bool| {
            let of_kind = places.iter().filter(move |place| place.is_transcript == transcripts);
            of_kind.map(|place| place.id).collect::<Vec<_>>()
        };
        // A list without an id in it would read the whole table.
        let messages = match ids(false) {
            ids if ids.is_empty() => Vec::new(),
            ids => message::Entity::find().filter(message::Column::Id.is_in(ids)).all(&self.db).await?,
        };
        let transcripts = match ids(true) {
            ids if ids.is_empty() => Vec::new(),
            ids => transcript::Entity::find().filter(transcript::Column::Id.is_in(ids)).all(&self.db).await?,
        };
        let calls = messages.iter().map(|row| row.call_id).chain(transcripts.iter().map(|row| row.call_id));
        let codes: HashMap<Uuid, String> = call::Entity::find()
            .find_also_related(room::Entity)
            .filter(call::Column::Id.is_in(calls))
            .all(&self.db)
            .await?
            .into_iter()
            .filter_map(|(call, room)| Some((call.id, room?.code)))
            .collect();
        let messages = messages.into_iter().map(|row| {
            let (call, name, at) = (row.call_id, row.display_name, row.created_at);
            (false, row.id, call, name, row.text, at)
        });
        let transcripts = transcripts.into_iter().map(|row| {
            let (call, name, at) = (row.call_id, row.display_name, row.created_at);
            (true, row.id, call, name, row.text, at)
        });
        let line = |(is_transcript, id, call, display_name, text, created_at): (_, _, _, _, Option<String>, _)| {
            let room_code = codes.get(&call)?.clone();
            Some((id, FoundLine { id, is_transcript, call, room_code, display_name, text: text?, created_at }))
        };
        Ok(messages.chain(transcripts).filter_map(line).collect())
    }
}

/// Where a line is.
struct Place {
    id: Uuid,
    is_transcript: bool,
    cursor: Cursor,
}

impl Place {
    /// A cursor of SQLite's is the number of the line, which goes with its time.
    fn in_sqlite(row: &QueryResult) -> Result<Self, DbErr> {
        let seq: i64 = row.try_get("", "seq")?;
        let cursor = Cursor { at: DateTime::UNIX_EPOCH, id: Uuid::from_u64_pair(0, seq.cast_unsigned()) };
        Ok(Self { id: row.try_get("", "line_id")?, is_transcript: row.try_get("", "is_transcript")?, cursor })
    }

    fn in_postgres(row: &QueryResult) -> Result<Self, DbErr> {
        let (id, at) = (row.try_get("", "id")?, row.try_get("", "created_at")?);
        Ok(Self { id, is_transcript: row.try_get("", "is_transcript")?, cursor: Cursor { at, id } })
    }
}

/// One more than is wanted, as the sign that there is more.
fn limit(slice: Slice) -> Value {
    i64::try_from(slice.limit + 1).unwrap_or(i64::MAX).into()
}

const MINE_IN_SQLITE: &str = "AND call_id IN (SELECT call_id FROM room_participants WHERE user_id = ?4)";
/// A longer question finds no more than its beginning does.
const MOST_WORDS: usize = 16;
/// As many as an expression for the index may well name.
const FEW_CALLS: usize = 250;
/// PostgreSQL's times end long before chrono's.
const FAR: chrono::TimeDelta = chrono::TimeDelta::days(365 * 250_000);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_typed_is_words() {
        let words = |text| SearchWords::parse(text).map(|words| words.0);
        assert_eq!(words("  \"don't\" OR (NEAR* "), Some(["don", "t", "OR", "NEAR"].map(str::to_owned).to_vec()));
        assert_eq!(words("ge\u{301}ant"), Some(vec!["geant".to_owned()]));
        assert_eq!(words(" -*\"'() "), None);
        assert_eq!(words(&"a ".repeat(99)).unwrap().len(), MOST_WORDS);
    }

    #[test]
    fn an_expression_names_words_and_calls() {
        let words = SearchWords::parse("see you").unwrap();
        assert_eq!(words.all_in(&[]), "words : (\"see\" AND \"you\")");
        let call = Uuid::from_u128(0xab);
        let expression = format!("words : (\"see\" AND \"you\") AND call : (\"{:032x}\")", 0xab);
        assert_eq!(words.all_in(&[call]), expression);
    }
}
