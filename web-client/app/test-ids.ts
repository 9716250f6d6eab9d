// What browser tests, and everyone else who automates this client, may rely on.
//
// Roles with their accessible names (NAME and TITLE stand for a person's name and a room's title):
//
// setup, register   textboxes "Username" and "Email"; field labelled "Password"; button "Create account"
// log in            textbox "Username"; field labelled "Password"; button "Log in"; link "New here? Create account"
// forgotten         textbox "Username or email", button "Send me a link", where the server sends mails
// my rooms          textbox "Title (optional)", button "New room": makes the room and opens its lobby;
//                   textbox "Room code or link", button "Join"; link "Open TITLE"
// lobby             buttons "Join call"; "Turn camera off" or "Turn camera on"; "Mute microphone" or
//                   "Unmute microphone"
// call              the two device buttons as in the lobby; "Leave"; "Pin NAME" or "Unpin NAME";
//                   "Chat" and "People" with aria-expanded
// own tile          button "Let the server read my signing" or "Stop reading my signing"; in the dialog "I agree"
// captions          region "Captions"; items with data-stage, data-segment and data-participant; their text alone
//                   in [data-text]; on one's own "Correct “TEXT”", then textbox "What you signed", "Save", "Leave as it is"
// chat              region "Chat", open from the start where there are 900 px; textbox "Message", button "Send" (exact);
//                   items with data-saved="true" or "false"
// administrators    button "Meet the demo signer"
// keeping order     in the region "People": button "Keep order: NAME" with aria-expanded, then "Mute microphone", "Stop camera",
//                   "Remove from the call", "Ban from the room"; the last two ask in a group with the same buttons;
//                   on a message "Clear the message of NAME", in the chat "Clear chat"; button "Room" opens its settings
// door              region "Waiting at the door" with "Let in NAME" and "Turn away NAME"; who waits sees the heading
//                   "Waiting to be let in" and "Stop waiting"
// guests            field "Your name", button "Go on", then the lobby
// administration    links named after the sections; "Actions for NAME" groups the buttons of an entry
//
// Every tile is <article data-participant=ID aria-label=NAME> with exactly one <video>; one's own has data-self.
// One whose picture the network does not take says "Paused: your connection is slow".

export {};
