//! Sources and topics: from what posts write to keys, names and their order.

use std::collections::BTreeMap;

use kanbao_archive::model::Label;

/// Names of sources and topics that reports often have, in the order in which they are shown: key, name.
const TOPICS: [(&str, &str); 12] = [
    ("ai", "AI"),
    ("finance", "财经"),
    ("crypto", "数字货币"),
    ("chips", "芯片"),
    ("robotics", "机器人"),
    ("security", "网络安全"),
    ("policy", "政策"),
    ("health", "医疗"),
    ("energy", "能源"),
    ("space", "航天"),
    ("gaming", "游戏"),
    ("startup", "创业"),
];
const SOURCES: [(&str, &str); 9] = [
    ("twitter", "Twitter"),
    ("x", "X"),
    ("weibo", "微博"),
    ("zhihu", "知乎"),
    ("wechat", "微信"),
    ("reddit", "Reddit"),
    ("hackernews", "Hacker News"),
    ("telegram", "Telegram"),
    ("bluesky", "Bluesky"),
];

/// The built-in name of a topic's key.
pub(crate) fn topic_name(key: &str) -> Option<String> {
    name_in(&TOPICS, key)
}

/// The built-in name of a source's key.
pub(crate) fn source_name(key: &str) -> Option<String> {
    name_in(&SOURCES, key)
}

fn name_in(names: &[(&str, &str)], key: &str) -> Option<String> {
    names
        .iter()
        .find(|(known, _)| *known == key)
        .map(|(_, name)| (*name).to_owned())
}

/// What sources, or topics, are called.
#[derive(Clone, Debug)]
pub(super) struct Labels {
    /// The publisher's labels, then the built-in ones.
    known: Vec<Label>,
}

impl Labels {
    /// The publisher's topics with the built-in ones after them.
    pub(super) fn topics(own: &[Label]) -> Self {
        Self::new(own, &TOPICS)
    }

    /// The publisher's sources with the built-in ones after them.
    pub(super) fn sources(own: &[Label]) -> Self {
        Self::new(own, &SOURCES)
    }

    fn new(own: &[Label], built_in: &[(&str, &str)]) -> Self {
        let mut known = own.to_vec();
        for (key, name) in built_in {
            if own.iter().all(|label| label.key != *key) {
                known.push(Label {
                    key: (*key).to_owned(),
                    name: (*name).to_owned(),
                });
            }
        }
        Self { known }
    }

    /// The known label that a word means, by key or name, case aside.
    pub(super) fn find(&self, word: &str) -> Option<&Label> {
        let word = word.trim().to_lowercase();
        self.known
            .iter()
            .find(|label| label.key == word || label.name.to_lowercase() == word)
    }

    /// The label of a word that a post writes: a known one, or one made of the word.
    pub(super) fn read(&self, word: &str) -> Label {
        if let Some(label) = self.find(word) {
            return label.clone();
        }
        let key = word
            .to_lowercase()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join("-");
        Label {
            key,
            name: shown(word.trim()),
        }
    }

    /// The labels that occur, once each, in display order: as they are known, then by key. Where posts spell a name
    /// differently, the first spelling by order of bytes is taken, so that the order of files does not matter.
    pub(super) fn in_order(&self, occurring: impl Iterator<Item = Label>) -> Vec<Label> {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for Label { key, name } in occurring {
            let kept = names.entry(key).or_insert_with(|| name.clone());
            if name < *kept {
                *kept = name;
            }
        }
        let mut labels = Vec::new();
        for label in &self.known {
            labels.extend(names.remove(&label.key).map(|_| label.clone()));
        }
        labels.extend(names.into_iter().map(|(key, name)| Label { key, name }));
        labels
    }
}

/// A word as a name: as it is written, its first letter large where all are small.
fn shown(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) if !word.chars().any(char::is_uppercase) => first.to_uppercase().chain(chars).collect(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(key: &str, name: &str) -> Label {
        Label {
            key: key.into(),
            name: name.into(),
        }
    }

    #[test]
    fn words_become_labels() {
        let labels = Labels::topics(&[label("ml", "机器学习")]);
        for (word, key, name) in [
            ("ai", "ai", "AI"),
            ("AI", "ai", "AI"),
            ("财经", "finance", "财经"),
            ("机器学习", "ml", "机器学习"),
            ("ML", "ml", "机器学习"),
            ("biology", "biology", "Biology"),
            ("Machine  Learning", "machine-learning", "Machine  Learning"),
            ("人工智能", "人工智能", "人工智能"),
            ("iOS", "ios", "iOS"),
        ] {
            assert_eq!(labels.read(word), label(key, name), "{word}");
        }
    }

    #[test]
    fn the_publishers_order_comes_first() {
        let labels = Labels::topics(&[label("policy", "政策"), label("unused", "Unused")]);
        let occurring = ["zoo", "finance", "ai", "policy", "art", "ai"].map(|word| labels.read(word));
        let keys: Vec<_> = labels
            .in_order(occurring.into_iter())
            .into_iter()
            .map(|l| l.key)
            .collect();
        assert_eq!(keys, ["policy", "ai", "finance", "art", "zoo"]);
    }

    #[test]
    fn one_spelling_is_taken_whatever_the_order() {
        let labels = Labels::topics(&[]);
        let both = [label("ios", "iOS"), label("ios", "IOS")];
        let mut reversed = both.clone();
        reversed.reverse();
        assert_eq!(
            labels.in_order(both.into_iter()),
            labels.in_order(reversed.into_iter())
        );
    }
}
