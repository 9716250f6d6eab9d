//! A signer drawn by mathematics: hand kinematics, a renderer, test clips.
