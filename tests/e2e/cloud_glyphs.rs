//! Word clouds as a browser draws them, in faces of several makes: no ink of one word on that of another, none outside
//! the canvas. The layout knows no font, so its boxes must hold the glyphs of any.

use std::fs;

use kanbao_archive::cloud::{Canvas, Placed, Word, layout, svg};
use kanbao_archive::html::print;
use kanbao_builder::serve::static_site;
use kanbao_tests::browser::Browser;
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};
use serde::Deserialize;
use serde_json::json;

/// Faces with Han that Debian's fonts-noto-cjk has: thick and thin strokes, Latin letters wide, narrow and all as wide as
/// each other. Bold ones reach farthest.
const FACES: [&str; 3] = [
    "700 'Noto Serif CJK SC'",
    "700 'Noto Sans CJK SC'",
    "700 'Noto Sans Mono CJK SC'",
];

const SHAPES: [Canvas; 3] = [Canvas::WIDE, Canvas::SQUARE, Canvas::TALL];

const COUNTS: [u32; 4] = [10, 45, 110, 200];

/// Draws a cloud three times as large as it is, every word half transparent. Where two words share a pixel it is darker
/// than one can make it.
const LOOK: &str = "
    const [svg, face, margin] = arguments;
    const scale = 3;
    const [, weight, family] = /^(\\d+) '(.+)'$/.exec(face);
    const cloud = new DOMParser().parseFromString(svg.replace('<svg', '<svg xmlns=\"http://www.w3.org/2000/svg\"'), 'image/svg+xml');
    const [left, top, width, height] = cloud.documentElement.getAttribute('viewBox').split(' ').map(Number);
    const size = [width + 2 * margin, height + 2 * margin];
    cloud.documentElement.setAttribute('viewBox', [left - margin, top - margin, ...size].join(' '));
    cloud.documentElement.setAttribute('width', size[0] * scale);
    cloud.documentElement.setAttribute('height', size[1] * scale);
    const style = cloud.createElementNS('http://www.w3.org/2000/svg', 'style');
    style.textContent = `text { opacity: .5; font-family: '${family}'; font-weight: ${weight}; }`;
    cloud.documentElement.prepend(style);
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(cloud)], { type: 'image/svg+xml' }));
    await image.decode();
    const canvas = new OffscreenCanvas(size[0] * scale, size[1] * scale);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    URL.revokeObjectURL(image.src);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const seen = { inked: 0, shared: 0, outside: 0 };
    const beyond = (at, length) => at < margin * scale || at >= (length + margin) * scale;
    for (let at = 3; at < data.length; at += 4) {
        if (data[at] < 16) continue;
        seen.inked += 1;
        const x = (at >> 2) % canvas.width, y = Math.floor((at >> 2) / canvas.width);
        if (data[at] > 132) seen.shared += 1;
        if (beyond(x, width) || beyond(y, height)) seen.outside += 1;
    }
    return seen";

/// Pixels of a drawn cloud.
#[derive(Deserialize, PartialEq, Eq, Debug)]
struct Seen {
    /// With ink.
    inked: u32,
    /// With ink of two words.
    shared: u32,
    /// Outside the canvas.
    outside: u32,
}

async fn look(browser: &Browser, placed: &[Placed], canvas: Canvas, face: &str) -> Outcome<Seen> {
    let drawn = print(&[svg(placed, canvas, |_| "#".to_owned()).into()]);
    browser
        .eval_async(LOOK, &[json!(drawn), json!(face), json!(40)])
        .await
}

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        ((self.0 >> 33) as u32) % end
    }

    fn word(&mut self) -> Word {
        // Among them those that reach lowest and farthest to the right in bold Songti.
        const HAN: [char; 24] = [
            '开', '源', '模', '型', '云', '公', '其', '具', '人', '工', '智', '能', '黄', '金', '一', '竇',
            '赢', '霾', '囊', '之', '剑', '骨', '弘', '鑫',
        ];
        const LATIN: [&str; 8] = [
            "Olmo 3", "WWW", "iiil", "gypsy", "Qwen3-VL", "GPT-5.1", "{[(|)]}", "Åß",
        ];
        let mut text = String::new();
        if self.below(3) == 0 {
            text += LATIN[self.below(8) as usize];
        }
        let han = self.below(6) + u32::from(text.is_empty());
        text.extend((0..han).map(|_| HAN[self.below(24) as usize]));
        let weight = self.below(10_000) + 1;
        Word { text, weight }
    }
}

fn on_a_blank_page(name: &str, test: impl AsyncFnOnce(&Browser) -> Outcome) -> Outcome {
    let folder = tempfile::tempdir()?;
    fs::write(
        folder.path().join("index.html"),
        "<!doctype html><link rel=icon href='data:,'>",
    )?;
    let server = static_site(folder.path(), "/", 0)?;
    scenario(name, async |browser| {
        browser.open(&server.url()).await?;
        test(browser).await
    })
}

#[test]
fn no_word_touches_another_or_leaves_the_canvas_in_any_face() -> Outcome {
    on_a_blank_page("cloud-glyphs", async |browser| {
        let mut numbers = Numbers(20_251_130);
        for count in COUNTS {
            for canvas in SHAPES {
                let words: Vec<Word> = (0..count).map(|_| numbers.word()).collect();
                let placed = layout(&words, canvas);
                ensure_eq!(placed.len(), words.len(), "words of {count} in {canvas:?}");
                for face in FACES {
                    let seen = look(browser, &placed, canvas, face).await?;
                    let area = canvas.width * canvas.height * 9;
                    ensure!(
                        seen.inked > area / 12,
                        "{count} words in {canvas:?}, {face}: hardly any ink, {seen:?}"
                    );
                    ensure_eq!(
                        (seen.shared, seen.outside),
                        (0, 0),
                        "{count} words in {canvas:?}, {face}: pixels of two words, and outside"
                    );
                }
            }
        }
        Ok(())
    })
}

#[test]
fn words_that_touch_or_leave_the_canvas_are_seen() -> Outcome {
    on_a_blank_page("cloud-glyphs-touching", async |browser| {
        let mut numbers = Numbers(7);
        let words: Vec<Word> = (0..40).map(|_| numbers.word()).collect();
        let placed = layout(&words, Canvas::WIDE);
        let mut touching = placed.clone();
        // A word beside the heaviest one, half of it over that.
        touching[1].left = touching[0].left + touching[0].width - touching[1].width / 2;
        touching[1].baseline = touching[0].baseline;
        let seen = look(browser, &touching, Canvas::WIDE, FACES[0]).await?;
        ensure!(seen.shared > 20 && seen.outside == 0, "{seen:?}");
        let mut leaving = placed;
        leaving[3].left = Canvas::WIDE.width * 10 - leaving[3].width / 2;
        let seen = look(browser, &leaving, Canvas::WIDE, FACES[0]).await?;
        ensure!(seen.outside > 20, "{seen:?}");
        Ok(())
    })
}

#[test]
fn the_faces_are_here_and_differ() -> Outcome {
    on_a_blank_page("cloud-glyphs-faces", async |browser| {
        let script = "const context = document.createElement('canvas').getContext('2d');
            return [...arguments[0], '700 serif'].map((face) => {
                context.font = face.replace(' ', ' 100px ') + ', monospace';
                const ink = context.measureText('WiW永');
                return [ink.width, ink.actualBoundingBoxAscent, ink.actualBoundingBoxDescent].join(' ');
            })";
        let measures: Vec<String> = browser.eval(script, &[json!(FACES)]).await?;
        let [serif, sans, mono, ..] = measures.as_slice() else {
            return Err("a face was not measured".into());
        };
        ensure!(serif != sans && sans != mono && serif != mono, "{measures:?}");
        Ok(())
    })
}
