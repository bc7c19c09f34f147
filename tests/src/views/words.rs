//! What is typed and followed in the views of an archive.

/// What is searched for.
#[derive(Clone, Copy)]
pub struct Words {
    /// In several reports.
    pub found: &'static str,
    /// In the newest.
    pub marked: &'static str,
    /// In none, and like nothing.
    pub not_found: &'static str,
    /// In none, but something like it is.
    pub asked: &'static str,
    /// Terms of several reports.
    pub terms: [&'static str; 3],
}

impl Words {
    /// Those of the samples. Pinyin is no word of any report: what it may have meant is asked.
    pub(super) const SAMPLES: Self = Self {
        found: "开源模型",
        marked: "模型",
        not_found: "蛋炒饭的第九种做法",
        asked: "rengongzhineng",
        terms: ["智能体", "比特币", "Olmo 3"],
    };
}
