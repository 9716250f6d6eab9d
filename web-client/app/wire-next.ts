// What a search finds; gives way to the generated type of the same name.

export interface Found {
  kind: 'message' | 'transcript';
  call: string;
  room: string;
  name: string;
  text: string;
  at: string;
}
