// Attachments that give a video element its stream.

import type { Attachment } from 'svelte/attachments';

/** Plays a stream; `blocked` is told when the browser wants a click before it plays sound. */
export function playing(
  stream: MediaStream | null,
  muted: boolean,
  blocked?: () => void,
): Attachment<HTMLVideoElement> {
  return (video) => {
    video.muted = muted;
    video.srcObject = stream;
    if (stream) {
      video.play().catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'NotAllowedError') blocked?.();
      });
    }
    return () => {
      video.srcObject = null;
    };
  };
}
