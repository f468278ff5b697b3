//! How far work has come as a share of the whole, and how long what is left of it will take.

use std::fmt;

use super::file::{Phase, Progress};

/// The share of a check that is left for the last phase: what is done again there is little beside the file itself.
const AGAIN: f64 = 0.05;
/// Nothing is said before so much time has passed, in milliseconds.
const TIME_TO_KNOW: f64 = 1000.0;
/// Nothing is said before so much of the work is done.
const SHARE_TO_KNOW: f64 = 0.05;
/// Half of what is known of the speed is forgotten in this time, in milliseconds: long enough that the parts of a file, which come in bursts,
/// don't show; short enough that a machine that gets other things to do does.
const HALF_LIFE: f64 = 5000.0;
/// The least time between two different answers, in milliseconds: a sentence must be there long enough to be read.
const TIME_TO_READ: f64 = 1500.0;
/// How many times longer it must take than was said before that is taken back.
const MISTAKEN: f64 = 1.5;
/// For how long that must show, in milliseconds: the first of several parts that come together always looks late.
const TIME_TO_DOUBT: f64 = 1000.0;
/// The seconds that are said, rounded.
const SECONDS: [u16; 7] = [5, 10, 15, 20, 30, 40, 50];

impl Progress {
    /// The share of the whole that is done, from 0 to 1.
    ///
    /// While files are opened it is the share of that alone: how much there is to check isn't known yet.
    pub fn share(self) -> f64 {
        if self.of_bytes == 0 {
            return if self.phase == Phase::Linking { 1.0 } else { 0.0 };
        }
        let part = (self.bytes as f64 / self.of_bytes as f64).min(1.0);
        match self.phase {
            Phase::Opening => part,
            Phase::Checking => part * (1.0 - AGAIN),
            Phase::Linking => 1.0 - AGAIN + part * AGAIN,
        }
    }
}

/// How long the rest will take, as roughly as it can be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeLeft {
    /// Too short to be worth a number.
    Moments,
    Seconds(u16),
    Minutes(u16),
    /// Nobody waits for it on the minute.
    OverAnHour,
}

impl TimeLeft {
    /// Rounds so many milliseconds.
    fn of(milliseconds: f64) -> TimeLeft {
        let seconds = milliseconds / 1000.0;
        if seconds < 5.0 {
            return TimeLeft::Moments;
        }
        let nearest = |one: &u16, other: &u16| (f64::from(*one) - seconds).abs().total_cmp(&(f64::from(*other) - seconds).abs());
        match seconds {
            ..55.0 => TimeLeft::Seconds(SECONDS.into_iter().min_by(nearest).unwrap_or_default()),
            // Rounded above: at most 60.
            ..3630.0 => TimeLeft::Minutes((seconds / 60.0).round().max(1.0) as u16),
            _ => TimeLeft::OverAnHour,
        }
    }

    /// What it stands for, in milliseconds.
    fn milliseconds(self) -> f64 {
        match self {
            TimeLeft::Moments => 4000.0,
            TimeLeft::Seconds(seconds) => f64::from(seconds) * 1000.0,
            TimeLeft::Minutes(minutes) => f64::from(minutes) * 60_000.0,
            TimeLeft::OverAnHour => 3_600_000.0,
        }
    }
}

/// In Danish, to stand before «tilbage»: «omkring 20 sekunder».
impl fmt::Display for TimeLeft {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        match self {
            TimeLeft::Moments => to.write_str("under 5 sekunder"),
            TimeLeft::Seconds(seconds) => write!(to, "omkring {seconds} sekunder"),
            TimeLeft::Minutes(1) => to.write_str("omkring 1 minut"),
            TimeLeft::Minutes(minutes) => write!(to, "omkring {minutes} minutter"),
            TimeLeft::OverAnHour => to.write_str("over en time"),
        }
    }
}

/// The speed of work under way, and what has been said of its end. Times are milliseconds by any one clock; one that is set meanwhile makes the
/// answers wrong for a while and does no other harm.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    begun: f64,
    last: f64,
    share: f64,
    /// Time and work, of which the older counts less.
    recent: (f64, f64),
    said: Option<(TimeLeft, f64)>,
    /// Since when what was said looks too short.
    doubted: Option<f64>,
}

impl Pace {
    /// Work that begins now.
    pub fn begin(now: f64) -> Pace {
        Pace { begun: now, last: now, share: 0.0, recent: (0.0, 0.0), said: None, doubted: None }
    }

    /// Takes that `share` of the work is done now, from 0 to 1; a smaller one than before is that of other work, which has just begun. Gives
    /// what can be said of the time left, if that can be known.
    pub fn note(&mut self, now: f64, share: f64) -> Option<TimeLeft> {
        if share < self.share {
            *self = Pace { share, ..Pace::begin(now) };
            return None;
        }
        // What is done of the next part isn't known before it is there.
        if share > self.share {
            let passed = (now - self.last).max(0.0);
            let kept = 0.5_f64.powf(passed / HALF_LIFE);
            let (time, work) = self.recent;
            self.recent = (time * kept + passed, work * kept + share - self.share);
            (self.last, self.share) = (now, share);
        }
        if now - self.begun >= TIME_TO_KNOW && share >= SHARE_TO_KNOW {
            self.say(now);
        }
        self.said.map(|(left, _)| left)
    }

    /// Says it anew where that tells more than what was said before.
    fn say(&mut self, now: f64) {
        let (time, work) = self.recent;
        if work <= 0.0 {
            return;
        }
        let milliseconds = (1.0 - self.share) * time / work;
        let left = TimeLeft::of(milliseconds);
        let Some((before, at)) = self.said else {
            self.said = Some((left, now));
            return;
        };
        let is_doubtful = milliseconds > before.milliseconds() * MISTAKEN;
        self.doubted = self.doubted.or(Some(now)).filter(|_| is_doubtful);
        let is_mistaken = self.doubted.is_some_and(|since| now - since >= TIME_TO_DOUBT);
        let is_shorter = left.milliseconds() < before.milliseconds();
        if (is_shorter || is_mistaken) && now - at >= TIME_TO_READ {
            self.said = Some((left, now));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(phase: Phase, bytes: u64, of_bytes: u64) -> Progress {
        Progress { phase, bytes, of_bytes, rows: 0 }
    }

    /// Everything that is said of work that takes so many milliseconds, told every 100 ms by a share that `at` makes of the true one.
    fn said(milliseconds: u32, at: impl Fn(f64) -> f64) -> Vec<(f64, TimeLeft)> {
        let mut pace = Pace::begin(0.0);
        let mut said: Vec<(f64, TimeLeft)> = Vec::new();
        for now in (0..milliseconds).step_by(100).map(f64::from) {
            let left = pace.note(now, at(now / f64::from(milliseconds)));
            if let Some(left) = left.filter(|left| said.last().is_none_or(|(_, before)| before != left)) {
                said.push((now, left));
            }
        }
        said
    }

    #[test]
    fn the_share_grows_from_phase_to_phase_and_never_passes_the_whole() {
        let steps = [
            progress(Phase::Checking, 0, 0),
            progress(Phase::Checking, 0, 10),
            progress(Phase::Checking, 9, 10),
            progress(Phase::Checking, 12, 10),
            progress(Phase::Linking, 0, 4),
            progress(Phase::Linking, 3, 4),
            progress(Phase::Linking, 4, 4),
        ];
        let shares = steps.map(Progress::share);
        assert!(shares.is_sorted(), "{shares:?}");
        assert_eq!((shares[0], shares[6]), (0.0, 1.0));
        assert_eq!(progress(Phase::Linking, 0, 0).share(), 1.0);
        assert_eq!(progress(Phase::Opening, 250, 1000).share(), 0.25);
    }

    #[test]
    fn times_are_rounded_and_said_in_danish() {
        let said = [0.0, 4.9, 5.0, 12.0, 13.0, 24.0, 26.0, 47.0, 55.0, 89.0, 91.0, 170.0, 3600.0, 3700.0, 1e9];
        let said = said.map(|seconds| TimeLeft::of(seconds * 1000.0).to_string());
        let expected = [
            "under 5 sekunder",
            "under 5 sekunder",
            "omkring 5 sekunder",
            "omkring 10 sekunder",
            "omkring 15 sekunder",
            "omkring 20 sekunder",
            "omkring 30 sekunder",
            "omkring 50 sekunder",
            "omkring 1 minut",
            "omkring 1 minut",
            "omkring 2 minutter",
            "omkring 3 minutter",
            "omkring 60 minutter",
            "over en time",
            "over en time",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn nothing_is_said_before_a_second_and_a_twentieth() {
        assert_eq!(said(900, |share| share), []);
        assert_eq!(said(4000, |share| share), [(1000.0, TimeLeft::Moments)]);
        let first = said(200_000, |share| share).first().copied();
        assert_eq!(first, Some((10_000.0, TimeLeft::Minutes(3))));
    }

    #[test]
    fn even_work_counts_down_and_is_right() {
        for milliseconds in [8000, 30_000, 200_000, 1_000_000] {
            let said = said(milliseconds, |share| share);
            assert!(said.len() > 1 && said.windows(2).all(|pair| pair[1].1.milliseconds() < pair[0].1.milliseconds()), "{said:?}");
            assert_eq!(said.last().map(|(_, left)| *left), Some(TimeLeft::Moments));
            for (now, left) in said {
                let true_left = f64::from(milliseconds) - now;
                let is_near = (left.milliseconds() - true_left).abs() <= (true_left * 0.35).max(5000.0);
                assert!(is_near, "{left} after {now} of {milliseconds} ms");
            }
        }
    }

    #[test]
    fn work_that_comes_in_bursts_counts_down_too() {
        // Every two seconds: all at once, or nothing for a while and then several parts one after the other.
        let at_once = |share: f64| (share * 20.0).floor() / 20.0;
        let in_a_row = |share: f64| ((share * 20.0).floor() + ((share * 20.0).fract() * 4.0 - 3.0).max(0.0)) / 20.0;
        for bursts in [at_once, in_a_row] {
            let said = said(40_000, bursts);
            let rises = said.windows(2).filter(|pair| pair[1].1.milliseconds() > pair[0].1.milliseconds()).count();
            assert!((3..=8).contains(&said.len()) && rises == 0, "{said:?}");
        }
    }

    #[test]
    fn what_was_wrong_is_taken_back() {
        // The second half goes at a fifth of the speed.
        let slower = said(60_000, |share| if share < 1.0 / 6.0 { share * 3.0 } else { 0.4 + share * 0.6 });
        let rises = slower.windows(2).filter(|pair| pair[1].1.milliseconds() > pair[0].1.milliseconds()).count();
        assert!((1..=3).contains(&rises), "{slower:?}");
        assert_eq!(slower.last().map(|(_, left)| *left), Some(TimeLeft::Moments));
        // Answers stand long enough to be read.
        assert!(slower.windows(2).all(|pair| pair[1].0 - pair[0].0 >= TIME_TO_READ), "{slower:?}");
    }

    #[test]
    fn other_work_begins_anew() {
        let mut pace = Pace::begin(0.0);
        assert_eq!(pace.note(2000.0, 0.5), Some(TimeLeft::Moments));
        assert_eq!(pace.note(2100.0, 0.1), None);
        assert_eq!(pace.note(2200.0, 0.2), None);
        assert!(pace.note(3200.0, 0.3).is_some());
        // Work that stands still says nothing new, and does no harm.
        assert!(pace.note(60_000.0, 0.3).is_some());
    }
}
