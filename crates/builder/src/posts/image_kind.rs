//! What an image is by its content, whatever its name says.

use imagesize::ImageType;

/// How many pixels an image may have. A browser keeps four bytes of each in memory, whatever the file weighs, so a few
/// kilobytes of one colour can bring a phone down.
const MAX_PIXELS: usize = 100_000_000;

/// The extension and size (width, height; 0 where unknown) of an image that browsers show.
pub(super) fn kind_of(bytes: &[u8]) -> Result<(&'static str, (usize, usize)), String> {
    if let Some((width, height)) = svg_size(bytes) {
        if let Some(what) = super::svg::active(bytes) {
            return Err(format!(
                "it is an SVG that holds {what}, which would run where the file is opened by itself"
            ));
        }
        // It is drawn in any size; what makes no sense as one is none.
        let is_sensible = width.saturating_mul(height) <= MAX_PIXELS;
        return Ok(("svg", if is_sensible { (width, height) } else { (0, 0) }));
    }
    let unknown = || "it is no JPEG, PNG, GIF, WebP, AVIF or SVG".to_owned();
    let (extension, end): (_, Option<&[u8]>) = match imagesize::image_type(bytes) {
        Ok(ImageType::Jpeg) => ("jpg", Some(b"\xff\xd9")),
        Ok(ImageType::Png) => ("png", Some(b"IEND")),
        Ok(ImageType::Gif) => ("gif", Some(b";")),
        Ok(ImageType::Webp) => ("webp", None),
        Ok(ImageType::Heif(imagesize::Compression::Av1)) => ("avif", None),
        Ok(ImageType::Bmp) => ("bmp", None),
        Ok(ImageType::Ico) => ("ico", None),
        _ => return Err(unknown()),
    };
    let size =
        imagesize::blob_size(bytes).map_err(|_| "it is damaged: its size cannot be read".to_owned())?;
    if size.width == 0 || size.height == 0 {
        return Err("it is damaged: its size is 0".to_owned());
    }
    if size.width.saturating_mul(size.height) > MAX_PIXELS {
        return Err(format!(
            "it has {} × {} pixels, more than a browser can be asked to hold",
            size.width, size.height
        ));
    }
    // Some cameras and chat programs append data, so the end may stand anywhere after the header.
    let has_end = end.is_none_or(|end| bytes.windows(end.len()).rev().any(|window| window == end));
    if !has_end {
        return Err("it is damaged: its end is missing".to_owned());
    }
    Ok((extension, (size.width, size.height)))
}

/// The size of an SVG by `viewBox`, or 0 where it has none; `None` where it is no SVG.
fn svg_size(bytes: &[u8]) -> Option<(usize, usize)> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let is_markup = ["<?xml", "<!--", "<!DOCTYPE svg", "<svg"]
        .iter()
        .any(|start| head.starts_with(start));
    let tag = head.split_once("<svg").filter(|_| is_markup)?.1;
    let view_box = tag
        .split('>')
        .next()?
        .split_once("viewBox=")
        .and_then(|(_, value)| {
            let quote = value.chars().next()?;
            value[1..].split(quote).next()
        });
    let numbers = view_box
        .unwrap_or_default()
        .split([' ', ',', '\n'])
        .filter_map(|n| n.parse::<f64>().ok());
    match numbers.collect::<Vec<_>>()[..] {
        // Casting a float to an integer saturates.
        [_, _, width, height] => Some((width.round() as usize, height.round() as usize)),
        _ => Some((0, 0)),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The smallest PNG that has a size: a header chunk of 3 × 2 pixels and an end.
    pub(in crate::posts) fn png() -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0".to_vec();
        bytes.extend(b"\0\0\0\0\0\0\0\0IEND\xaeB`\x82");
        bytes
    }

    #[test]
    fn the_type_comes_from_the_content() {
        assert_eq!(kind_of(&png()), Ok(("png", (3, 2))));
        let svg = b"<?xml version='1.0'?>\n<svg xmlns='x' viewBox=\"0 0 960 540.4\"><path/></svg>";
        assert_eq!(kind_of(svg), Ok(("svg", (960, 540))));
        assert_eq!(kind_of(b"<svg><path/></svg>"), Ok(("svg", (0, 0))));
        assert!(kind_of(b"<svg><script>1</script></svg>").is_err());
        assert!(kind_of(b"<html><svg></svg>").is_err());
        assert!(kind_of(b"plain text").is_err());
        let cut = &png()[..35];
        assert_eq!(kind_of(cut), Err("it is damaged: its end is missing".to_owned()));
        assert!(kind_of(b"\xff\xd8\xff").is_err());
    }

    #[test]
    fn images_that_would_fill_the_memory_are_refused() {
        let sized = |width: u32, height: u32| {
            let mut bytes = png();
            bytes[16..20].copy_from_slice(&width.to_be_bytes());
            bytes[20..24].copy_from_slice(&height.to_be_bytes());
            bytes
        };
        assert!(kind_of(&sized(10_000, 10_000)).is_ok());
        for (width, height) in [
            (50_000, 50_000),
            (u32::MAX, u32::MAX),
            (1, u32::MAX),
            (0x7fff_ffff, 1),
        ] {
            assert!(kind_of(&sized(width, height)).is_err(), "{width} × {height}");
        }
        let svg = b"<svg viewBox='0 0 1e308 1e308'/>";
        assert_eq!(kind_of(svg), Ok(("svg", (0, 0))));
    }
}
