//! The API's description, made from the types that the server itself uses.

use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;

use crate::wire::{ClientFrame, ProblemBody, ServerFrame};

/// The OpenAPI document. It also describes the messages of the WebSocket, which OpenAPI has no
/// word for: schemas `ClientFrame` and `ServerFrame`.
pub fn document() -> Document {
    super::router::described().into_openapi()
}

/// Everything that no route brings along.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Glossa",
        description = "Video calls with captions of what is signed. Errors are `application/problem+json` (RFC 9457) \
                       with a stable `code`. In a call, browser and server exchange `ClientFrame` and `ServerFrame` \
                       over a WebSocket at `/api/v1/ws`.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(ClientFrame, ProblemBody, ServerFrame))
)]
pub(super) struct Api;
