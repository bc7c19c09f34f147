//! Frames that are dropped while a list is scrolled from end to end, and while a range is dragged out.

use std::time::{Duration, Instant};

use kanbao_tests::Outcome;
use kanbao_tests::browser::Browser;
use kanbao_tests::figures::Figures;
use kanbao_tests::host::Served;
use serde::Deserialize;
use serde_json::json;

use super::views::View;
use super::{Visit, bytes};

/// Frames of a scroll from end to end: ten seconds on a machine that keeps up.
const FRAMES: u32 = 600;

/// The longest that it may take, and how often it is asked for.
const PATIENCE: Duration = Duration::from_secs(180);
const PULSE: Duration = Duration::from_millis(500);

/// Places that the pointer comes by while a range is dragged out.
const PLACES: u32 = 90;

/// Notes when frames come, and tasks that are long, from now on.
const RECORD: &str = "
    const frames = [], tasks = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: 'longtask' });
    const state = window.benchMotion = { frames, tasks, goes: true };
    const frame = (time) => { frames.push(time); if (state.goes) requestAnimationFrame(frame); };
    requestAnimationFrame(frame);";

/// What came of it.
#[derive(Deserialize)]
struct Recorded {
    /// Milliseconds of the page's clock.
    frames: Vec<f64>,
    /// Milliseconds of each task over 50.
    tasks: Vec<f64>,
}

/// Milliseconds of a frame on a usual screen.
const FRAME: f64 = 1_000.0 / 60.0;

/// Scrolls home from its top to its end.
pub(crate) async fn scroll(served: &Served, figures: &mut Figures) -> Outcome {
    let visit = Visit::to(served, &View::home(), true).await?;
    served.quiet().await;
    served.take_requests();
    let browser = &visit.browser;
    let script = format!(
        "{RECORD}
         const all = arguments[0];
         let step = 0;
         const go = () => {{
             if (step === all) return void (window.benchScrolled = document.documentElement.scrollHeight);
             step += 1;
             scrollTo(0, (document.documentElement.scrollHeight - innerHeight) * step / all);
             requestAnimationFrame(go);
         }};
         requestAnimationFrame(go)"
    );
    browser.eval::<()>(&script, &[json!(FRAMES)]).await?;
    let began = Instant::now();
    let height: Option<f64> = loop {
        let height: Option<f64> = browser.eval("return window.benchScrolled || null", &[]).await?;
        if height.is_some() || began.elapsed() > PATIENCE {
            break height;
        }
        tokio::time::sleep(PULSE).await;
    };
    let height = height.ok_or("the end of the list was not reached")?;
    let recorded = stop(browser).await?;
    note("scroll", &recorded, figures);
    figures.set("scroll.height", height);
    // What a list that was flown over still asks for.
    served.quiet().await;
    let requests = served.take_requests();
    figures.set("scroll.requests", requests.len() as f64);
    figures.set("scroll.bytes", bytes(&requests, ""));
    figures.set("scroll.pss", browser.memory() as f64);
    let rows =
        "return document.querySelectorAll('section[aria-labelledby=archive-title] li[data-report]').length";
    figures.set("scroll.rows", browser.eval(rows, &[]).await?);
    Ok(())
}

/// Drags a range out over the histogram of a view.
pub(crate) async fn drag(served: &Served, name: &str, view: &View, figures: &mut Figures) -> Outcome {
    let visit = Visit::to(served, view, true).await?;
    served.quiet().await;
    served.take_requests();
    let browser = &visit.browser;
    // A few days need no histogram.
    let is_there = "return document.querySelector('#kb-histogram') !== null";
    if !browser.eval::<bool>(is_there, &[]).await? {
        return Ok(());
    }
    let script = "const found = document.querySelector('#kb-histogram');
        found.scrollIntoView({ block: 'center' });
        const box = found.getBoundingClientRect();
        return [box.left, box.top + box.height / 2, box.width]";
    let (left, y, width): (f64, f64, f64) = browser.wait_for("the histogram", script, &[]).await?;
    let places: Vec<(f64, f64)> = (1..=PLACES)
        .map(|at| (left + 4.0 + (width - 8.0) * f64::from(at) / f64::from(PLACES), y))
        .collect();
    browser.eval::<()>(RECORD, &[]).await?;
    browser.drag((left + 4.0, y), &places).await?;
    let recorded = stop(browser).await?;
    browser.let_go((left + width - 4.0, y)).await?;
    note(&format!("drag_{name}"), &recorded, figures);
    served.quiet().await;
    let requests = served.take_requests();
    figures.set(format!("drag_{name}.requests"), requests.len() as f64);
    figures.set(format!("drag_{name}.bytes"), bytes(&requests, ""));
    figures.set(format!("drag_{name}.pss"), browser.memory() as f64);
    Ok(())
}

async fn stop(browser: &Browser) -> Outcome<Recorded> {
    let script = "const { frames, tasks } = window.benchMotion;
        window.benchMotion.goes = false;
        return { frames, tasks }";
    browser.eval(script, &[]).await
}

fn note(name: &str, recorded: &Recorded, figures: &mut Figures) {
    let gaps = recorded.frames.iter().zip(recorded.frames.iter().skip(1));
    let gaps: Vec<f64> = gaps.map(|(before, after)| after - before).collect();
    let dropped: f64 = gaps
        .iter()
        .map(|gap| ((gap / FRAME).round() - 1.0).max(0.0))
        .sum();
    figures.set(format!("{name}.frames"), gaps.len() as f64);
    figures.set(format!("{name}.dropped"), dropped);
    figures.set(
        format!("{name}.longest_ms"),
        gaps.iter().copied().fold(0.0, f64::max),
    );
    figures.set(format!("{name}.tasks"), recorded.tasks.len() as f64);
    figures.set(
        format!("{name}.longest_task_ms"),
        recorded.tasks.iter().copied().fold(0.0, f64::max),
    );
}
