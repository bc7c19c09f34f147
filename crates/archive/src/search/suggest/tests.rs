//! Queries that found nothing in, suggestions out.

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::text::FoldTable;
use crate::text::tests::table;

/// What is read how, a character and a syllable each.
const READINGS: &str = "人ren 工gong 智zhi 只zhi 知zhi 能neng 模mo 模mu 魔mo 型xing 性xing 行xing 行hang 银yin 航hang \
                        长chang 长zhang 城cheng 程cheng 开kai 開kai 源yuan 员yuan 数shu 据ju 剧ju 中zhong 心xin 新xin \
                        旅lv 芯xin 片pian 自zi 动dong 驾jia 驶shi 使shi";

fn vocabulary() -> Vocabulary {
    let owned = |pairs: &[(&str, u32)]| -> Vec<(String, u32)> {
        pairs
            .iter()
            .map(|(word, reports)| ((*word).to_owned(), *reports))
            .collect()
    };
    let words = owned(&[
        ("claude", 90),
        ("anthropic", 40),
        ("gpt-5", 80),
        ("gpt-4", 20),
        ("nvidia", 60),
        ("deepseek", 50),
        ("deepseek-r1", 30),
        ("llama", 9),
        ("gemma", 7),
        ("gamma", 8),
        ("gammas", 1),
        ("c++", 5),
        ("4.5", 12),
        ("ai", 99),
        ("transformer", 33),
        ("café", 2),
    ]);
    let terms = owned(&[
        ("人工智能", 95),
        ("智能", 70),
        ("模型", 88),
        ("银行", 44),
        ("长城", 3),
        ("长程", 4),
        ("开源模型", 55),
        ("数据中心", 31),
        ("自动驾驶", 22),
        ("旅行", 6),
        ("AI芯片", 17),
        ("人工", 10),
    ]);
    let readings = READINGS.split_whitespace().map(|pair| {
        let c = pair.chars().next().unwrap();
        (c, &pair[c.len_utf8()..])
    });
    Vocabulary::new(words, terms, readings)
}

/// The suggestions for a query, joined by ` / `; those by pinyin end in `*`.
fn suggested(query: &str) -> String {
    suggested_by(&vocabulary(), query, &table())
}

fn suggested_by(vocabulary: &Vocabulary, query: &str, fold: &FoldTable) -> String {
    let suggestions = vocabulary.suggest(&Query::parse(query), fold);
    let show = |s: &Suggestion| match s.kind {
        SuggestionKind::Spelling => s.query.clone(),
        SuggestionKind::Pinyin => format!("{}*", s.query),
    };
    suggestions.iter().map(show).collect::<Vec<_>>().join(" / ")
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (query, expected) in cases {
        assert_eq!(suggested(query), *expected, "{query}");
    }
}

#[test]
fn the_nearest_spellings_are_offered() {
    check(&[
        ("cluade", "claude"),
        ("claud3", "claude"),
        ("Claudee", "claude"),
        ("ＣＬＵＡＤＥ", "claude"),
        ("nvdia", "nvidia"),
        ("gtp-5", "gpt-5"),
        ("antropik", "anthropic"),
        ("transfomrers", "transformer"),
        ("deepsek", "deepseek"),
        ("cafés", "café"),
        // One edit only below eight letters, none below five.
        ("cluaed", ""),
        ("lama", ""),
        // Equally near ones by their number of reports; farther ones are left out.
        ("gommas", "gammas"),
        ("gimma", "gamma / gemma"),
        ("gpt-7", "gpt-5 / gpt-4"),
    ]);
}

#[test]
fn names_that_differ_in_their_signs_are_offered_at_any_length() {
    check(&[
        ("gpt5", "gpt-5"),
        ("deepseekr1", "deepseek-r1"),
        ("deep.seek", "deepseek"),
        ("cpp", ""),
    ]);
}

#[test]
fn pinyin_is_offered_in_full_by_initials_and_mixed() {
    check(&[
        ("rengongzhineng", "人工智能*"),
        ("RenGong'ZhiNeng", "人工智能*"),
        ("rengong zhineng", "人工智能*"),
        ("ren gong zhi neng", "人工智能*"),
        ("rgzn", "人工智能*"),
        ("rengongzn", "人工智能*"),
        ("zdjsh", "自动驾驶*"),
        ("moxing", "模型*"),
        ("muxing", "模型*"),
        ("yinhang", "银行*"),
        ("yinxing", "银行*"),
        ("changcheng", "长程* / 长城*"),
        ("zhangcheng", "长程* / 长城*"),
        ("lvxing", "旅行*"),
        ("luxing", "旅行*"),
        ("lüxing", "旅行*"),
        ("aixinpian", "AI芯片*"),
        // Whole terms before those that only begin so.
        ("rengong", "人工* / 人工智能*"),
        ("shujuzhong", "数据中心*"),
        ("ren", ""),
        ("xyzxyz", ""),
    ]);
}

#[test]
fn sure_pinyin_goes_before_spelling_and_initials_behind() {
    let words = ["moxind", "rgznx"].map(|word| (word.to_owned(), 500));
    let mut all = vocabulary();
    all.extend(Vocabulary::new(words, [], []));
    assert_eq!(suggested_by(&all, "moxing", &table()), "模型* / moxind");
    let words = [("dzjsh".to_owned(), 1)];
    all.extend(Vocabulary::new(words, [], []));
    assert_eq!(suggested_by(&all, "zdjsh", &table()), "dzjsh / 自动驾驶*");
}

#[test]
fn han_of_the_same_sound_are_offered() {
    check(&[
        ("人工只能", "人工智能*"),
        ("魔性", "模型*"),
        ("银航", "银行*"),
        ("長程", ""),
        ("开员模型", "开源模型*"),
        ("開员模型", "开源模型*"),
        ("数剧中新", "数据中心*"),
        // In a longer run, where three characters and more sound alike.
        ("用人工只能行", "用人工智能行*"),
        ("人魔性", ""),
        // What a term holds is known.
        ("人工智能", ""),
        ("工智", ""),
        ("数据", ""),
        ("不明", ""),
        ("只", ""),
    ]);
}

#[test]
fn terms_are_offered_as_they_are_written_and_known_in_either_script() {
    let terms = [("開源".to_owned(), 3), ("开员".to_owned(), 2)];
    let readings = [('開', "kai"), ('开', "kai"), ('源', "yuan"), ('员', "yuan")];
    let traditional = Vocabulary::new([], terms, readings);
    assert_eq!(suggested_by(&traditional, "kaiyuan", &table()), "開源* / 开员*");
    assert_eq!(suggested_by(&traditional, "开源", &table()), "");
}

#[test]
fn only_the_unknown_word_is_replaced() {
    check(&[
        ("nvidia cluade", "nvidia claude"),
        ("  cluade \u{3000}开源模型 ", "claude \u{3000}开源模型"),
        (
            "\"cluade opus\" -gpt-5 topic:ai after:2025-11",
            "\"claude opus\" -gpt-5 topic:ai after:2025-11",
        ),
        ("“cluade 模型” title：nvdia", "“claude 模型” title：nvidia"),
        ("cluade OR -nvdia", "claude OR -nvdia"),
        ("title:cluade", "title:claude"),
        ("GPT-5 人工只能", "GPT-5 人工智能*"),
        ("gtp-5发布", "gpt-5发布"),
        ("用moxing训练", "用模型训练*"),
        ("nvidia rengong zhineng 4.5", "nvidia 人工智能 4.5*"),
        ("人\u{200b}工只能", "人工智能*"),
        ("topic:cluade", ""),
        ("source:nvdia", ""),
        ("-cluade", ""),
        ("after:2025", ""),
        ("", ""),
    ]);
}

#[test]
fn several_unknown_words_are_replaced_together_and_then_varied() {
    check(&[
        ("cluade nvdia", "claude nvidia"),
        ("gpt-7 gimma", "gpt-5 gamma / gpt-4 gamma / gpt-5 gemma"),
        ("cluade unheardofs", "claude unheardofs"),
        ("cluade yinhang", "claude 银行*"),
    ]);
}

#[test]
fn numbers_and_known_words_stay() {
    check(&[
        ("12345", ""),
        ("4.6", ""),
        ("claude", ""),
        ("laude", ""),
        ("C++", ""),
        ("ai 5090", ""),
    ]);
}

#[test]
fn a_vocabulary_is_small_to_send_and_read_again() {
    let words = [("ai", 9), ("gpt-5", 2), ("claude", 2)].map(|(word, n)| (word.to_owned(), n));
    let small = Vocabulary::new(
        words,
        [("模型".to_owned(), 4)],
        [('模', "mo"), ('型', "xing"), ('模', "mu")],
    );
    let json = serde_json::to_string(&small).unwrap();
    assert_eq!(
        json,
        r#"{"words":["9 ai","2 claude gpt-5"],"terms":["4 模型"],"readings":["mo模","mu模","xing型"]}"#
    );
    assert_eq!(serde_json::from_str::<Vocabulary>(&json).unwrap(), small);
    let json = serde_json::to_string(&vocabulary()).unwrap();
    assert_eq!(serde_json::from_str::<Vocabulary>(&json).unwrap(), vocabulary());
}

#[test]
fn a_damaged_vocabulary_is_used_as_far_as_it_goes() {
    for json in [
        "{}",
        r#"{"words":["0 ","1   claude  ","1 claude","x claud","claudi",""],"terms":["5  ","9 模","-1 模型"],"readings":["","mo魔"]}"#,
        r#"{"terms":["1 模型 \ud83d\ude00 人"],"readings":["ü模","xing型型"]}"#,
    ] {
        let damaged: Vocabulary = serde_json::from_str(json).unwrap();
        for query in [
            "cluade",
            "moxing",
            "魔型",
            "",
            "-",
            "\"",
            "m x",
            &"模".repeat(100),
            &"mo".repeat(100),
        ] {
            let found = suggested_by(&damaged, query, &table());
            assert!(
                found.is_empty() || found == "claude" && query == "cluade",
                "{json} {query} {found}"
            );
        }
    }
    for json in ["", "3", r#"{"words":[["claude"]]}"#, r#"{"readings":[1]}"#] {
        assert!(serde_json::from_str::<Vocabulary>(json).is_err(), "{json}");
    }
}

/// One edit of a word.
fn edit(word: &mut Vec<char>, kind: usize, at: Index, letter: char) {
    let place = at.index(word.len());
    let next = (place + 1).min(word.len() - 1);
    match kind {
        0 => word[place] = letter,
        1 => word.insert(at.index(word.len() + 1), letter),
        2 => drop(word.remove(place)),
        _ => word.swap(place, next),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_edit_at_the_allowed_distance_is_found_unless_others_are_nearer(
        words in proptest::collection::btree_set("[a-d]{4,6}(-[a-d]{2,5})?", 1..30),
        which: Index,
        edits in proptest::collection::vec((0usize..4, any::<Index>(), proptest::char::range('a', 'e')), 1..3),
    ) {
        let words: Vec<String> = words.into_iter().collect();
        let meant = &words[which.index(words.len())];
        let mut typed: Vec<char> = meant.chars().collect();
        for (kind, at, letter) in &edits {
            edit(&mut typed, *kind, *at, *letter);
        }
        let allowed = match typed.len() { 0..=4 => 0, 5..=7 => 1, _ => 2 };
        let query = String::from_iter(&typed);
        let is_one_word = latin_words(&query).next() == Some(0..query.len());
        let is_known = words.iter().any(|word| word.contains(&query));
        let meant: Vec<char> = meant.chars().collect();
        let Some(away) = distance(&typed, &meant, allowed).filter(|_| is_one_word && !is_known) else {
            return Ok(());
        };
        let counted = words.iter().zip(1..).map(|(word, reports)| (word.clone(), reports));
        let vocabulary = Vocabulary::new(counted, [], []);
        let found = vocabulary.suggest(&Query::parse(&query), &FoldTable::default());
        prop_assert!(!found.is_empty());
        let meant = String::from_iter(&meant);
        if found.iter().any(|suggestion| suggestion.query == meant) {
            return Ok(());
        }
        // Others are nearer, or three are as near.
        let plain = |text: &str| text.replace('-', "");
        for suggestion in &found {
            let other: Vec<char> = suggestion.query.chars().collect();
            let edits = distance(&typed, &other, allowed);
            let is_nearer = plain(&query) == plain(&suggestion.query) || edits.is_some_and(|edits| edits < away);
            prop_assert!(is_nearer || found.len() == MOST && edits == Some(away));
        }
    }

    #[test]
    fn suggesting_never_fails_and_never_gives_the_query_back(
        query in "([a-e]{1,6}|人工只能|银航|[-\":“”' ]|OR |title:|after:2025|moxing|gtp5){0,6}",
    ) {
        let found = vocabulary().suggest(&Query::parse(&query), &table());
        prop_assert!(found.len() <= MOST);
        for (at, suggestion) in found.iter().enumerate() {
            prop_assert_ne!(table().fold_str(&suggestion.query), table().fold_str(&query));
            prop_assert!(found[..at].iter().all(|other| other.query != suggestion.query));
        }
    }
}
