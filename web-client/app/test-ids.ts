/**
 * What browser tests (and everyone who automates this client) may rely on. Roles with their accessible names:
 *
 * | where | what |
 * |---|---|
 * | setup, register | textbox "User name", "Email"; field labelled "Password"; button "Create account" |
 * | log in | textbox "User name"; field labelled "Password"; button "Log in" |
 * | my rooms | textbox "Title (optional)", button "New room" (makes the room and opens its lobby); textbox "Room code or link", button "Join"; link "Open TITLE" |
 * | lobby | button "Join call"; "Turn camera off" / "Turn camera on"; "Mute microphone" / "Unmute microphone" |
 * | call | buttons "Leave", "Turn camera off" / "Turn camera on", "Mute microphone" / "Unmute microphone", "Pin NAME" / "Unpin NAME", "Chat" and "People" (aria-expanded) |
 * | own tile | button "Let the server read my signing" / "Stop reading my signing"; the dialog's button "I agree" |
 * | captions | region "Captions"; items with data-stage, data-segment, data-participant; their text alone is in [data-text] |
 * | chat | region "Chat" (open from the start from 900 px of width on); textbox "Message", button "Send"; items with data-saved |
 * | administrators | button "Meet the demo signer" |
 *
 * Every tile is `<article data-participant=ID aria-label=NAME>` with exactly one `<video>`; one's own has data-self.
 */
export {};
