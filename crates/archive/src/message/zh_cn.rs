//! Simplified Chinese.

use super::Messages;
use crate::model::{Day, Period, Weekday};
use crate::outline::SectionKind;

pub(super) static MESSAGES: Messages = Messages {
    tag: "zh-CN",
    colon: "：",
    language_name: "简体中文",

    skip_to_content: "跳到正文",
    main_navigation: "主导航",
    bottom_navigation: "快捷导航",
    today: "今天",
    archive: "往期",
    search: "搜索",
    settings: "设置",
    needs_app: "这个浏览器打不开搜索与筛选，报告仍可照常阅读。",
    file_needs_app: "请用新一些、允许脚本的浏览器打开报告；这里能读最新一期和往期目录。",

    key_points: |n| format!("{}点", number(n)),
    reading_time: |minutes| format!("约 {minutes} 分钟"),
    published_at: |time| format!("{time} 发布"),
    covers: |period| format!("所述 {}", range(period)),
    read_full: "读全文",
    copy_points: "复制要点",
    copied: "已复制",
    copy_failed: "浏览器不让复制，请手动选取",
    more_points: |n| format!("还有 {n} 条"),
    newest_is_from: |day, today| format!("最新一期是 {}", dated(day, today)),
    since: |day, newest, n| format!("自 {}以来 {n} 篇", near(day, newest)),
    move_up: "上移",
    reports: |n| format!("{n} 篇"),
    all_topics: "全部主题",
    all_sources: "全部来源",
    topic: "主题",
    source: "来源",
    shelves: "读过没有",
    all_reports: "全部",
    unread: "未读",
    read: "已读",
    starred: "星标",
    row_star: "加星",
    row_mark_read: "标为已读",
    row_mark_unread: "标为未读",
    row_state: |read, starred| match (read, starred) {
        (false, false) => "未读",
        (true, false) => "已读",
        (false, true) => "未读，已加星",
        (true, true) => "已读，已加星",
    },
    nothing_unread: "这里的都读过了。",
    nothing_read: "还没有读过的报告。读到末尾就算读过，选中一行按 m 也行。",
    nothing_starred: "还没有星标的报告。点一行右边的 ☆，或者打开一篇按 f，就收在这里。",
    no_report: "还没有报告。",
    no_earlier_report: "还没有更早的报告。",
    no_report_in_filter: "这些日子里没有报告。",
    clear_filter: "看全部",
    section_kind,
    show_more: "更多",
    loading: "正在载入",

    newest_days: |n, period| format!("最新 {n} 期，{}", range(period)),
    choose_days: "选日期",
    nothing_in_lane: |kind| format!("这些日子的报告里没有「{kind}」这一部分。"),
    days_not_here: |n| format!("还有 {n} 天的报告没有载入。"),

    calendar: "日历",
    previous_month: "上个月",
    next_month: "下个月",
    weekdays_short: ["一", "二", "三", "四", "五", "六", "日"],
    weekday,
    long_date: long,
    short_date: short,
    month,
    day_of_month,
    day_label: |day, n| match n {
        0 => format!("{}，没有报告", short(day)),
        n => format!("{}，{n} 篇", short(day)),
    },
    day_ahead: |day| format!("{}，还没到", short(day)),
    day_absent: |day, n| format!("{}，{n} 篇，离线时看不了", short(day)),
    date_range: range,
    from: "从",
    to: "到",
    presets: "日期范围",
    preset_today: "今天",
    preset_week: "近 7 天",
    preset_30: "近 30 天",
    preset_month: "本月",
    preset_all: "全部",
    reports_by_week: "每周篇数",
    reports_by_month: "每月篇数",
    reports_by_year: "每年篇数",
    days_label: "写日期",
    days_examples: "上周、11-21、2025-11",
    days_hint: "在柱图上左右划，或用鼠标在日历上拖，选一段日子。",
    days_chosen: |days, n| format!("{days}，{n} 篇"),
    days_not_understood: |text| {
        format!("看不懂「{text}」。可以写 11-21、2025-11、昨天、上周、近 7 天，或 11-03 到 11-09。")
    },

    contents: "目录",
    overview: "概述",
    length: |chars| format!("{} 字", thousands(chars)),
    updated: |day| format!("{}已更正", short(day)),
    newest_report: "看最新一期",
    previous: "上一篇",
    next: "下一篇",
    neighbours: "前后各篇",
    share: "分享",
    word_cloud: "词云",
    drawn_cloud: "由本篇词语绘成，点词即搜",
    marks: |at, total| format!("{at}/{total} 处"),
    next_mark: "下一处",
    previous_mark: "上一处",
    clear_marks: "清除标记",
    report_tools: "本篇",
    report_star: "加星",
    report_starred: "已加星",
    report_mark_read: "标为已读",
    report_read: "已读",
    report_mark_unread: "标为未读",
    report_read_to_end: "读完了",
    section_link: "本节链接",
    copy: "复制",
    copy_point: |n| format!("复制第 {n} 点"),
    copy_passage: "复制这段的链接",
    no_passage: "这里不是正文，没有链接可复制",
    copy_by_hand: "浏览器不让复制，请从这里取",
    quoted_passage: "链接所指的一段",
    passage_gone: "链接所指的一段已不在文中",
    left_at: |section, percent| match section {
        "" => format!("上次读到 {percent}%"),
        section => format!("上次读到「{section}」（{percent}%）"),
    },
    go_on: "接着读",
    from_the_start: "从头读",
    zoom: "放大",
    zoom_in: "放大",
    zoom_out: "缩小",
    zoom_fit: "看全图",

    search_label: "搜索全部报告",
    search_hint: "搜索",
    clear_search: "清空",
    search_examples: "试试",
    recent_searches: "最近搜过",
    forget_search: |q| format!("不再记「{q}」"),
    forget_all: "全部清除",
    results: |n| format!("{} 篇", thousands(n as u32)),
    about_results: |n| format!("约 {} 篇", thousands(n as u32)),
    searching: |done, total| {
        format!(
            "正在搜索 {} / {}",
            thousands(done as u32),
            thousands(total as u32)
        )
    },
    relaxed: "没有连在一起的，以下各篇分别含有这些字。",
    places: |n| format!("{n} 处"),
    dated,
    more_results: |n| format!("还有 {} 篇", thousands(n as u32)),
    nothing_found: |q| format!("没有找到「{q}」"),
    nothing_found_hint: "换个更短的词，或少写一个词。",
    did_you_mean: "您是不是要找：",
    without: |name| format!("不限「{name}」"),
    search_without: |name| format!("不限「{name}」再搜"),
    partial_failure: "有一部分报告没能载入，结果可能不全。",
    searched_offline: |n| format!("离线：已搜索本机上的 {} 篇。", thousands(n as u32)),

    offers: "直接前往",
    go_to: "前往",
    only_read: "只看",
    read_last: "刚才那篇",
    no_command: "没有这样的命令。",
    help_offers: "不只找报告",
    help_command: "大于号后面是命令：换主题、换字号、去哪一页",
    help_date: "日子：看那天的报告，也可以写「上周」「2025-11」",
    help_section: "一种栏目：只看各篇的这一部分",

    sort: "排序",
    by_relevance: "按相关",
    by_date: "按日期",
    narrow: "筛选",
    narrowed_to: "只看",
    narrow_by_month: "月份",
    earlier_months: |n| format!("更早的 {n} 个月"),

    help: "搜索说明",
    help_title: "怎样搜索",
    help_examples: "写法",
    help_words: "几个词都要有",
    help_phrase: "引号里的字要连在一起",
    help_without: "减号后面的词不能有",
    help_or: "有一个就行（OR 要大写）",
    help_title_field: "只在标题与头条里找",
    help_topic: "只找这个主题",
    help_source: "只找这个来源",
    help_after: "这一天起，也可以只写年月或年",
    help_before: "这一天以前",
    help_prefix: "字母词写开头就行",
    help_pinyin: "打成拼音时，会问是不是这个词",
    help_chinese: [
        "连着写的汉字按原样整个查找；哪里都没有时，才拆开来找，并会说明。",
        "繁体与简体、全角与半角、大写与小写，都算一样。",
        "汉字与字母之间有没有空格，也都一样。",
    ],
    help_keys: "按键",
    close: "关闭",
    key_search: "搜索",
    key_help: "打开这份说明",
    key_down: "下一条；从搜索框到第一条",
    key_up: "上一条；从第一条回到搜索框",
    key_enter: "打开选中的一条；在搜索框里则记下这次搜索",
    key_next: "报告里：下一处，没有标记时下一篇",
    key_previous: "报告里：上一处，没有标记时上一篇",
    key_read: "标为已读或未读",
    key_star: "加星或去星",
    key_leave: "清空搜索框，再按离开；报告里清除标记",

    clouds: "词云",
    cloud: &super::cloud::ZH_CN,

    theme: "主题",
    theme_system: "跟随系统",
    theme_light: "浅色",
    theme_dark: "深色",
    theme_sepia: "护眼",
    text_size: "字号",
    sizes: ["小", "中", "大", "特大"],
    column_width: "栏宽",
    widths: ["窄", "中", "宽"],
    face: "正文字体",
    face_sans: "黑体",
    face_serif: "宋体",
    interface_language: "界面语言",
    preview: "开源模型与闭源模型的差距正在缩小，Olmo 3 的权重、数据与代码全部公开。",
    about: "关于",
    archive_facts: |n, period| match period {
        Some(period) => format!("{n} 篇报告，{}。", range(period)),
        None => format!("{n} 篇报告。"),
    },
    keys: "单键快捷键",
    keys_on: "开",
    keys_off: "关",

    own_data: "我的数据",
    own_data_facts: |read, starred| format!("读过 {read} 篇，加星 {starred} 篇。"),
    kept_here: "读过的、加星的、读到哪里和设置，只存在这台设备上。",
    export_data: "导出",
    export_file: "看报-我的数据",
    exported: "已交给浏览器保存。",
    import_data: "导入",
    imported: |n| match n {
        0 => "已导入，没有比这里更新的。".to_owned(),
        n => format!("已导入，更新了 {n} 篇的记录。"),
    },
    import_not_ours: "这个文件不是看报导出的，或者不完整。什么都没有改动。",
    import_newer: "这个文件来自更新版本的看报。请先更新，再导入。",
    clear_data: "全部清除",
    clear_data_title: "清除我的数据？",
    clear_data_text: "读过的、加星的、读到哪里、搜过的词和设置都会从这台设备上清除，不能找回。",
    keep_data: "留着",
    cleared: "已全部清除。",

    news: super::news::ZH_CN,
    offline: super::offline::ZH_CN,
    trends: super::trends::ZH_CN,

    not_found: "没有这一页",
    not_found_hint: "地址可能写错了，或者这篇报告已经撤下。",
    withdrawn: "已撤回",
    withdrawn_hint: "发布者撤下了这篇报告，它的内容不再保留。",
    to_home: "回到今天",
    retry: "再试一次",
    update: super::update::ZH_CN,
    trouble: &super::trouble::ZH_CN,
    install: &super::install::ZH_CN,
};

fn section_kind(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Brief => "简要",
        SectionKind::Overview => "概述",
        SectionKind::KeyPoints => "要点",
        SectionKind::Details => "详细分析",
        SectionKind::Opinions => "观点",
        SectionKind::Events => "事件",
        SectionKind::Markets => "市场",
        SectionKind::Analysis => "专项分析",
        SectionKind::Findings => "发现与结论",
        SectionKind::Cloud => "词云",
        SectionKind::Other => "其他",
    }
}

pub(super) fn weekday(weekday: Weekday) -> &'static str {
    [
        "星期一",
        "星期二",
        "星期三",
        "星期四",
        "星期五",
        "星期六",
        "星期日",
    ][weekday as usize]
}

pub(super) fn long(day: Day) -> String {
    format!(
        "{}年{}月{}日　{}",
        day.year(),
        day.month(),
        day.day(),
        weekday(day.weekday())
    )
}

pub(super) fn month(day: Day) -> String {
    format!("{}年{}月", day.year(), day.month())
}

pub(super) fn day_of_month(day: Day) -> String {
    format!("{}日", day.day())
}

pub(super) fn short(day: Day) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// A day, with its year where that is not this one.
pub(super) fn dated(day: Day, today: Day) -> String {
    if day.year() == today.year() {
        short(day)
    } else {
        format!("{}年{}", day.year(), short(day))
    }
}

/// A day near another: with its month or year only where that is another one.
pub(super) fn near(day: Day, other: Day) -> String {
    if day.month_key() == other.month_key() {
        format!("{} 日", day.day())
    } else {
        dated(day, other)
    }
}

pub(super) fn range(period: Period) -> String {
    let (from, to) = (period.from, period.to);
    if from == to {
        short(from)
    } else if from.month_key() == to.month_key() {
        format!("{}月{}–{}日", from.month(), from.day(), to.day())
    } else if from.year() == to.year() {
        format!("{}–{}", short(from), short(to))
    } else {
        format!("{}年{}–{}年{}", from.year(), short(from), to.year(), short(to))
    }
}

/// Numbers up to ten as Chinese writes them in headings.
pub(super) fn number(n: usize) -> String {
    const WORDS: [&str; 11] = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
    WORDS
        .get(n)
        .map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

pub(super) fn thousands(n: u32) -> String {
    super::group_thousands(n)
}
