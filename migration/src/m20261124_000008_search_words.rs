//! Makes words findable, and keeps what is found the same as what is stored.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statements = match manager.get_database_backend() {
            DbBackend::Sqlite => sqlite(),
            _ => postgres(),
        };
        for statement in statements {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        // Lists that administrators read page by page, in the order of time.
        for (name, table, columns) in LISTS {
            let mut index = Index::create().name(*name).table(*table).take();
            for column in *columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Index, table, columns.
const LISTS: &[(&str, &str, &[&str])] = &[
    ("audit_log_action_page_idx", "audit_log", &["action", "at", "id"]),
    ("browser_sessions_page_idx", "browser_sessions", &["created_at", "id"]),
    ("rooms_page_idx", "rooms", &["created_at", "id"]),
];

/// `search_lines` gives each line a number that grows with its time, and `search_words` has the
/// words by that number. It keeps no copy of the text.
///
/// The call stands among the words: what somebody may find is a matter of calls, and this way the
/// index itself leaves out all others.
fn sqlite() -> Vec<String> {
    let mut statements = vec![
        "CREATE TABLE search_lines (seq INTEGER PRIMARY KEY, line_id BLOB NOT NULL UNIQUE, call_id BLOB NOT NULL, \
         is_transcript BOOLEAN NOT NULL)"
            .to_owned(),
        "CREATE VIRTUAL TABLE search_words USING fts5(words, call, content='', contentless_delete=1, \
         tokenize='unicode61 remove_diacritics 2')"
            .to_owned(),
    ];
    for (table, is_transcript) in [("messages", false), ("transcripts", true)] {
        let forget = "DELETE FROM search_words WHERE rowid = (SELECT seq FROM search_lines WHERE line_id = old.id); \
                      DELETE FROM search_lines WHERE line_id = old.id;";
        // The millisecond, and below it room for a million lines in the order of their coming.
        let millisecond = "CAST(round(unixepoch(new.created_at, 'subsec') * 1000) AS INTEGER)";
        let note = format!(
            "INSERT OR IGNORE INTO search_lines (seq, line_id, call_id, is_transcript) \
             SELECT coalesce((SELECT max(seq) + 1 FROM search_lines \
                              WHERE seq >= {millisecond} * 1048576 AND seq < ({millisecond} + 1) * 1048576), \
                             {millisecond} * 1048576), new.id, new.call_id, {is_transcript} \
             WHERE new.text IS NOT NULL; \
             INSERT INTO search_words (rowid, words, call) \
             SELECT seq, new.text, lower(hex(new.call_id)) FROM search_lines \
             WHERE line_id = new.id AND new.text IS NOT NULL;"
        );
        statements.extend([
            format!("CREATE TRIGGER {table}_found AFTER INSERT ON {table} BEGIN {note} END"),
            format!("CREATE TRIGGER {table}_found_anew AFTER UPDATE OF text ON {table} BEGIN {forget} {note} END"),
            format!("CREATE TRIGGER {table}_lost AFTER DELETE ON {table} BEGIN {forget} END"),
            // What is there already.
            format!("UPDATE {table} SET text = text WHERE text IS NOT NULL"),
        ]);
    }
    statements
}

fn postgres() -> Vec<String> {
    let (letters, plain) = folding();
    let mut statements = vec![format!(
        "CREATE FUNCTION search_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE \
         AS $$ SELECT lower(translate($1, '{letters}', '{plain}')) $$"
    )];
    for table in ["messages", "transcripts"] {
        statements.extend([
            format!(
                "ALTER TABLE {table} ADD COLUMN words tsvector \
                 GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, search_fold(text))) STORED"
            ),
            format!("CREATE INDEX {table}_words_idx ON {table} USING GIN (words)"),
        ]);
    }
    statements
}

/// What SQLite's tokenizer does by itself, for PostgreSQL's `translate`: capitals and letters with
/// marks become plain small letters, combining marks vanish, punctuation divides words. (The
/// database's own `lower` depends on its locale, and its parser keeps addresses of the web whole.)
fn folding() -> (String, String) {
    let (mut letters, mut plain) = (String::new(), String::new());
    let mut put = |letter: char, folded: char| {
        letters.push(letter);
        plain.push(folded);
    };
    for punctuation in ('!'..='~').filter(char::is_ascii_punctuation) {
        put(punctuation, ' ');
    }
    for punctuation in ('\u{a1}'..='\u{bf}').chain('\u{2010}'..='\u{2027}').filter(|c| !c.is_alphanumeric()) {
        put(punctuation, ' ');
    }
    for (base, marked) in MARKED {
        for letter in marked.chars() {
            put(letter, *base);
        }
    }
    let marked = |letter: &char| MARKED.iter().any(|(_, marked)| marked.contains(*letter));
    let capitals = ('\u{c0}'..='\u{24f}').chain('\u{370}'..='\u{52f}').filter(|letter| !marked(letter));
    for capital in capitals {
        let mut small = capital.to_lowercase();
        if let (Some(small), None) = (small.next(), small.next())
            && small != capital
        {
            put(capital, small);
        }
    }
    // More letters than replacements: those that are left over vanish.
    letters.extend('\u{300}'..='\u{36f}');
    // Within a text of SQL a quote is written twice.
    (letters.replace('\'', "''"), plain)
}

/// Latin, Greek and Cyrillic letters that are a plain one with a mark (Unicode's decompositions).
const MARKED: &[(char, &str)] = &[
    ('a', "ÀÁÂÃÄÅàáâãäåĀāĂăĄąǍǎ"),
    ('c', "ÇçĆćĈĉĊċČč"),
    ('d', "Ďď"),
    ('e', "ÈÉÊËèéêëĒēĔĕĖėĘęĚě"),
    ('g', "ĜĝĞğĠġĢģ"),
    ('h', "Ĥĥ"),
    ('i', "ÌÍÎÏìíîïĨĩĪīĬĭĮįİ"),
    ('j', "Ĵĵ"),
    ('k', "Ķķ"),
    ('l', "ĹĺĻļĽľ"),
    ('n', "ÑñŃńŅņŇň"),
    ('o', "ÒÓÔÕÖòóôõöŌōŎŏŐő"),
    ('r', "ŔŕŖŗŘř"),
    ('s', "ŚśŜŝŞşŠšȘș"),
    ('t', "ŢţŤťȚț"),
    ('u', "ÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲų"),
    ('w', "Ŵŵ"),
    ('y', "ÝýÿŶŷŸ"),
    ('z', "ŹźŻżŽž"),
    ('α', "Άά"),
    ('ε', "Έέ"),
    ('η', "Ήή"),
    ('ι', "ΊίϊΐΪ"),
    ('ο', "Όό"),
    ('υ', "ΎύϋΰΫ"),
    ('ω', "Ώώ"),
    ('и', "Йй"),
    ('е', "ЁёЀѐ"),
    ('і', "Її"),
];
