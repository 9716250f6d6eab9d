//! The published landmark networks (MediaPipe, Apache-2.0), in TensorFlow Lite's file format.

/// 21 landmarks of one hand in a 224x224 crop.
pub const HAND_FULL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/hand_landmark_full.tflite"));
/// The same with half the arithmetic: landmarks differ by 2.6 % of a hand's size on average.
pub const HAND_LITE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/hand_landmark_lite.tflite"));
/// Palm boxes with seven keypoints in a 192x192 picture.
pub const PALM_FULL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/palm_detection_full.tflite"));
/// The same with less arithmetic.
pub const PALM_LITE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/palm_detection_lite.tflite"));
/// People's boxes with four keypoints in a 224x224 picture.
pub const POSE_DETECTION: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pose_detection.tflite"));
/// 33 landmarks of one body in a 256x256 crop.
pub const POSE_LITE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pose_landmark_lite.tflite"));
