//! SVG → PNG with the fonts of this machine.

use std::collections::BTreeSet;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// The fonts of this machine.
pub(super) struct Fonts(Options<'static>);

impl Fonts {
    /// Those that the system has installed.
    pub(super) fn of_system() -> Self {
        let mut options = Options::default();
        options.fontdb_mut().load_system_fonts();
        Self(options)
    }

    /// The characters that no font has, in order; those that `families` names, as `font-family` does, are looked at first.
    pub(super) fn missing(&self, chars: impl Iterator<Item = char>, families: &str) -> Vec<char> {
        let mut missing: BTreeSet<char> = chars.filter(|c| !c.is_whitespace()).collect();
        let is_named = |face: &fontdb::FaceInfo| {
            face.families
                .iter()
                .any(|(name, _)| families.contains(name.as_str()))
        };
        let (named, others): (Vec<_>, Vec<_>) = self.0.fontdb.faces().partition(|face| is_named(face));
        for face in named.into_iter().chain(others) {
            if missing.is_empty() {
                break;
            }
            self.0.fontdb.with_face_data(face.id, |data, index| {
                // A font that cannot be read is none.
                if let Ok(face) = ttf_parser::Face::parse(data, index) {
                    missing.retain(|c| face.glyph_index(*c).is_none());
                }
            });
        }
        missing.into_iter().collect()
    }

    /// Draws a picture, a pixel for a pixel.
    pub(super) fn draw(&self, svg: &str) -> Result<Vec<u8>, String> {
        let tree = Tree::from_str(svg, &self.0).map_err(|error| error.to_string())?;
        let size = tree.size().to_int_size();
        let mut pixels = Pixmap::new(size.width(), size.height()).ok_or("it has no size")?;
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        pixels.encode_png().map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_fonts_everything_is_missing() {
        let none = Fonts(Options::default());
        assert_eq!(none.missing("开 a开".chars(), "serif"), ['a', '开']);
    }

    #[test]
    fn a_picture_has_the_size_that_it_says() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='30' height='20' viewBox='-2 -2 30 20'>\
                   <rect x='-2' y='-2' width='30' height='20' fill='#131211'/></svg>";
        let png = Fonts(Options::default()).draw(svg).unwrap();
        let pixels = Pixmap::decode_png(&png).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (30, 20));
        let corner = pixels.pixel(29, 19).unwrap();
        assert_eq!(
            (corner.red(), corner.green(), corner.blue(), corner.alpha()),
            (0x13, 0x12, 0x11, 255)
        );
        assert!(Fonts(Options::default()).draw("<svg").is_err());
    }
}
