//! What the whole-system tests share: sites built from posts, and (with the feature `browser`) a real browser
//! with page objects over it.

#[cfg(feature = "browser")]
pub mod axe;
#[cfg(feature = "browser")]
pub mod breaking;
#[cfg(feature = "browser")]
pub mod browser;
pub mod css;
pub mod figures;
#[cfg(feature = "browser")]
pub mod host;
pub mod hostile;
#[cfg(feature = "browser")]
pub mod live;
#[cfg(feature = "browser")]
pub mod memory;
#[cfg(feature = "browser")]
pub mod nginx;
#[cfg(feature = "browser")]
pub mod pages;
pub mod posts;
#[cfg(feature = "browser")]
pub mod scenario;
pub mod site;
#[cfg(feature = "browser")]
pub mod views;

/// Why a test failed, in words.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What a step of a test gives.
pub type Outcome<T = ()> = Result<T, Failure>;

/// Ends the test with a message unless the condition holds.
#[macro_export]
macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            return Err(format!($($message)+).into());
        }
    };
}

/// Ends the test, showing both values, unless they are equal.
#[macro_export]
macro_rules! ensure_eq {
    ($left:expr, $right:expr, $($message:tt)+) => {
        match (&$left, &$right) {
            (left, right) => $crate::ensure!(
                left == right,
                "{}: {left:?} is not {right:?}",
                format_args!($($message)+)
            ),
        }
    };
}
