//! A mail server that keeps what it is given: as much of SMTP as a sender needs.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

/// Runs until its test is over.
pub(super) struct Sink {
    pub(super) addr: SocketAddr,
    mails: mpsc::UnboundedReceiver<Mail>,
    gate: watch::Sender<bool>,
}

#[derive(Debug, Default)]
pub(super) struct Mail {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) text: String,
    /// User and password.
    pub(super) login: Option<(String, String)>,
}

impl Mail {
    /// The secret in the link.
    pub(super) fn token(&self) -> &str {
        self.link().split_once('#').unwrap().1
    }

    pub(super) fn link(&self) -> &str {
        self.text.lines().find(|line| line.contains("/reset#")).unwrap()
    }
}

impl Sink {
    pub(super) async fn start() -> Self {
        Self::refusing(&[]).await
    }

    /// Answers the first recipients like this, then takes what comes.
    pub(super) async fn refusing(answers: &[&str]) -> Self {
        Self::at("127.0.0.1:0".parse().unwrap(), answers, true).await
    }

    /// Answers to no mail before it is opened.
    pub(super) async fn closed() -> Self {
        Self::at("127.0.0.1:0".parse().unwrap(), &[], false).await
    }

    pub(super) async fn at(addr: SocketAddr, answers: &[&str], open: bool) -> Self {
        let listener = TcpListener::bind(addr).await.unwrap();
        let addr = listener.local_addr().unwrap();
        let answers: VecDeque<String> = answers.iter().map(|answer| (*answer).to_owned()).collect();
        let (answers, (taken, mails)) = (Arc::new(Mutex::new(answers)), mpsc::unbounded_channel());
        let (gate, opened) = watch::channel(open);
        tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { return };
                let talk = talk(stream, Arc::clone(&answers), opened.clone(), taken.clone());
                tokio::spawn(async move {
                    // The sender went away in between.
                    let _gone = talk.await;
                });
            }
        });
        Self { addr, mails, gate }
    }

    pub(super) fn open(&self) {
        self.gate.send_replace(true);
    }

    /// The next mail that came, or that comes within some seconds.
    pub(super) async fn mail(&mut self) -> Mail {
        timeout(Duration::from_secs(10), self.mails.recv()).await.expect("a mail comes").unwrap()
    }

    /// How many come until none comes for a second.
    pub(super) async fn count(&mut self) -> usize {
        let mut count = 0;
        while timeout(Duration::from_secs(1), self.mails.recv()).await.is_ok() {
            count += 1;
        }
        count
    }
}

async fn talk(
    stream: TcpStream,
    answers: Arc<Mutex<VecDeque<String>>>,
    mut gate: watch::Receiver<bool>,
    taken: mpsc::UnboundedSender<Mail>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut mail = Mail::default();
    say(&mut stream, "220 a test").await?;
    while let Some(line) = hear(&mut stream).await? {
        let (command, rest) = line.split_once([' ', ':']).unwrap_or((&line, ""));
        match command.to_ascii_uppercase().as_str() {
            "EHLO" => say(&mut stream, "250-a test\r\n250-8BITMIME\r\n250 AUTH PLAIN").await?,
            "AUTH" => {
                let said = BASE64_STANDARD.decode(rest.trim_start_matches("PLAIN ")).unwrap();
                let said = String::from_utf8(said).unwrap();
                let [_, user, password] = said.split('\0').collect::<Vec<_>>()[..] else { panic!("{said:?}") };
                mail.login = Some((user.to_owned(), password.to_owned()));
                say(&mut stream, "235 welcome").await?;
            }
            "MAIL" => {
                mail.from = address(rest);
                say(&mut stream, "250 go on").await?;
            }
            "RCPT" => {
                mail.to = address(rest);
                let answer = answers.lock().unwrap().pop_front();
                say(&mut stream, answer.as_deref().unwrap_or("250 go on")).await?;
            }
            "DATA" => {
                say(&mut stream, "354 go on").await?;
                while let Some(line) = hear(&mut stream).await?.filter(|line| line != ".") {
                    mail.text.push_str(&line);
                    mail.text.push('\n');
                }
                if gate.wait_for(|open| *open).await.is_err() {
                    return Ok(());
                }
                say(&mut stream, "250 taken").await?;
                let _test_over = taken.send(std::mem::take(&mut mail));
            }
            "QUIT" => return say(&mut stream, "221 bye").await,
            _ => say(&mut stream, "502 never heard of it").await?,
        }
    }
    Ok(())
}

async fn say(stream: &mut BufReader<TcpStream>, line: &str) -> std::io::Result<()> {
    stream.get_mut().write_all(format!("{line}\r\n").as_bytes()).await
}

async fn hear(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<String>> {
    let mut line = String::new();
    let length = stream.read_line(&mut line).await?;
    Ok((length > 0).then(|| line.trim_end().to_owned()))
}

/// What stands in `<…>`.
fn address(text: &str) -> String {
    let (_, rest) = text.split_once('<').unwrap();
    rest.split_once('>').unwrap().0.to_owned()
}
