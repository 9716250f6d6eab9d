//! One person's performance of one written sign: where body, arms, hands are at any time.

use std::f32::consts::PI;

use super::{
    super::{person::personal, random::Random, synthetic::relaxed},
    course::Course,
    inner,
    parts::{self, turn},
    people::Person,
    places::{Kind as Ground, Spot},
    rhythm::{Beat, Kind, Rhythm, Work},
};
use crate::{
    notation::{Base, Beside, Distance, Hands, Handshape, Handshapes, Location, Part, Path, Posture, Sign, Variant},
    signer::{
        figure::{Arm, Figure, Physique, flipped},
        geometry::{Rotation, Vec3, vec3},
        skeleton::{HandShape, Skeleton},
    },
};

/// A sign in somebody's hands.
pub struct Act {
    person: Person,
    hands: Hands,
    rhythm: Rhythm,
    strong: Hand,
    /// For a weak hand that has a description of its own.
    base: Option<(Held, Vec3)>,
    resting: [Rest; 2],
    /// How far the weak hand follows behind, in seconds.
    lag: f32,
}

/// How a hand is held.
#[derive(Clone, Copy, Debug)]
struct Held {
    shape: HandShape,
    turn: Rotation,
}

/// The strong hand's description, as this person makes it.
#[derive(Clone, Debug)]
struct Hand {
    start: Held,
    end: Held,
    part: Part,
    course: Course,
    beside: Option<Beside>,
    /// What keeps the hand out of the body, at the start with at the end.
    room: [Vec3; 2],
    amplitude: f32,
}

/// Where a hand is when it does nothing.
#[derive(Clone, Copy, Debug)]
struct Rest {
    held: Held,
    wrist: Vec3,
}

impl Act {
    /// Draws one of the sign's ways to be made, the common ones more often.
    pub(super) fn new(sign: &Sign, shapes: &Handshapes, person: &Person, rounds: usize, random: &mut Random) -> Self {
        let drawn = random.weighted(sign.variants.iter(), |variant| variant.weight);
        Self::of(drawn.unwrap_or(&sign.variants[0]), shapes, person, rounds, random)
    }

    /// Performs one way to make a sign.
    pub(super) fn of(
        variant: &Variant,
        shapes: &Handshapes,
        person: &Person,
        rounds: usize,
        random: &mut Random,
    ) -> Self {
        let physique = &person.physique;
        let resting = [(); 2].map(|()| Rest::draw(person, random));
        let hold = |posture: &Posture, random: &mut Random| Held {
            shape: shaped(posture.shape, shapes, person, random),
            turn: person.turned(9.0, random) * turn(posture),
        };
        let base = variant.other.as_ref().map(|base| {
            let held = hold(&base.posture, random);
            (held, based(base, &held, person, random))
        });
        let other = match &base {
            Some((held, wrist)) => arm(held.shape, held.turn, *wrist, physique),
            None => resting[0].arm(physique),
        };
        let start = hold(&variant.start, random);
        let end = match &variant.end {
            // A shape that stays is the same hand at both ends.
            Some(end) if end.shape == variant.start.shape => {
                Held { shape: start.shape, turn: person.turned(9.0, random) * turn(end) }
            }
            Some(end) => hold(end, random),
            None => start,
        };
        let Location { place, distance, part } = variant.at;
        let spot = Spot::of(place, physique, &other);
        let off = off(&spot, distance, variant.hands, person, random);
        let from = spot.before(gap(distance, part)) + off;
        let there = match variant.path {
            Path::To(place) => Spot::of(place, physique, &other),
            _ => spot,
        };
        let to = matches!(variant.path, Path::To(_))
            .then(|| there.before(gap(distance, part)) + person.off([1.0; 3], random));
        let course = Course::new(&variant.path, from, &spot, to, person.amplitude);
        let mut strong = Hand {
            start,
            end,
            part,
            course,
            beside: variant.beside.map(|(beside, _)| beside),
            room: [Vec3::ZERO; 2],
            amplitude: person.amplitude.clamp(0.75, 1.25),
        };
        strong.make_room([&spot, &there], person);
        let count =
            |least: u8, most: u8, random: &mut Random| least + random.below(usize::from(most - least) + 1) as u8;
        let times = count(variant.times.least, variant.times.most, random);
        let inner = variant.beside.map_or(0, |(_, times)| count(times.least, times.most, random));
        let work = Work { kind: kind(variant, &course), times, inner, length: course.length() };
        Self {
            person: person.clone(),
            hands: variant.hands,
            rhythm: Rhythm::new(&work, rounds, person.speed, person.variety, random),
            strong,
            base,
            resting,
            lag: random.normal(0.02).abs() * person.variety,
        }
    }

    /// In seconds.
    pub fn length(&self) -> f32 {
        self.rhythm.length()
    }

    /// When the sign itself begins with when it ends, each time that it is made.
    pub fn rounds(&self) -> &[(f32, f32)] {
        &self.rhythm.rounds
    }

    /// When the sign is made for the first time.
    pub fn first_round(&self) -> (f32, f32) {
        self.rounds().first().copied().unwrap_or_else(|| (0.0, self.length()))
    }

    pub fn person(&self) -> &Person {
        &self.person
    }

    /// The body at a time in seconds, with steady hands.
    pub fn at(&self, time: f32) -> Figure {
        self.shaken(time, [Vec3::ZERO; 2])
    }

    /// The body at a time, each wrist (left, right) off by so much.
    pub(super) fn shaken(&self, time: f32, off: [Vec3; 2]) -> Figure {
        let beat = self.rhythm.at(time);
        let late = self.rhythm.at(time - self.lag);
        let physique = &self.person.physique;
        let [resting_left, resting_right] = &self.resting;
        let (held, wrist) = self.strong.at(&beat, physique);
        let right = resting_right.raised(held, wrist, beat.raised, off[1], physique);
        let left = match self.hands {
            Hands::One => resting_left.arm_off(off[0], physique),
            Hands::Mirrored => {
                let (held, wrist) = self.strong.at(&late, physique);
                resting_left.raised(held, wrist, late.raised, off[0], physique)
            }
            Hands::Alternating => {
                let (held, wrist) = self.strong.at(&self.strong.in_turn(&late), physique);
                resting_left.raised(held, wrist, late.raised, off[0], physique)
            }
            Hands::Base | Hands::Together => match self.base {
                Some((held, wrist)) => {
                    let carried = if self.hands == Hands::Together {
                        flipped(self.strong.course.at(beat.share) - self.strong.course.at(0.0))
                    } else {
                        Vec3::ZERO
                    };
                    resting_left.raised(held, wrist + carried, beat.raised, off[0], physique)
                }
                None => resting_left.arm_off(off[0], physique),
            },
        };
        let figure = Figure { arms: [left, right] };
        if self.person.left_handed { figure.mirrored() } else { figure }
    }
}

impl Hand {
    /// Shape, turn, wrist at one moment.
    fn at(&self, beat: &Beat, physique: &Physique) -> (Held, Vec3) {
        let change = beat.change.clamp(0.0, 1.0);
        let mut held = self.start.towards(&self.end, change);
        if let Some(beside) = self.beside {
            inner::apply(beside, beat.inner, self.amplitude, &mut held.shape, &mut held.turn);
        }
        let skeleton = Skeleton::new(&held.shape, &physique.hand);
        let there = self.course.at(beat.share) + self.room[0].towards(self.room[1], change);
        (held, there - held.turn * parts::point(self.part, &skeleton.joints))
    }

    /// The beat of the other hand, when hands move in turn.
    fn in_turn(&self, beat: &Beat) -> Beat {
        let share = if self.course.is_round() { beat.share + 0.5 } else { 1.0 - beat.share };
        Beat { share, change: 1.0 - beat.change, inner: beat.inner + 0.5, ..*beat }
    }

    /// Moves the whole hand out of the body where a fist or a palm would be inside.
    fn make_room(&mut self, spots: [&Spot; 2], person: &Person) {
        for (end, share) in [(0, 0.0), (1, 1.0)] {
            let beat = Beat { raised: 1.0, share, change: share, inner: 0.0 };
            for _ in 0..3 {
                let (held, wrist) = self.at(&beat, &person.physique);
                let joints = Skeleton::new(&held.shape, &person.physique.hand).joints;
                let tightest = joints.iter().map(|joint| person.physique.clearance(wrist + held.turn * *joint));
                let missing = SKIN - tightest.fold(f32::INFINITY, f32::min);
                if missing > 0.0 {
                    self.room[end] += spots[end].way_out() * missing.min(6.0);
                }
            }
        }
    }
}

impl Held {
    fn towards(&self, there: &Self, share: f32) -> Self {
        Self { shape: self.shape.towards(&there.shape, share), turn: self.turn.towards(there.turn, share) }
    }
}

impl Rest {
    fn draw(person: &Person, random: &mut Random) -> Self {
        let shape = relaxed(random);
        let lap = person.variety > 0.0 && random.chance(0.35);
        // In the lap with the palm down, or hanging with the palm to the leg.
        let (fingers, palm, wrist) = if lap {
            (vec3(0.6, -0.2, 0.7), vec3(0.2, -1.0, -0.3), vec3(-10.0, -40.0, 17.0))
        } else {
            (vec3(0.05, -1.0, 0.15), vec3(1.0, 0.0, -0.2), vec3(-20.5, -50.0, 4.0))
        };
        let y = fingers.normalised();
        let z = (palm - y * y.dot(palm)).normalised();
        let turn = person.turned(14.0, random) * Rotation { x: y.cross(z), y, z };
        let wrist = person.physique.on_trunk(wrist) + person.off([3.0, 4.0, 3.0], random);
        Self { held: Held { shape, turn }, wrist }
    }

    fn arm(&self, physique: &Physique) -> Arm {
        arm(self.held.shape, self.held.turn, self.wrist, physique)
    }

    fn arm_off(&self, off: Vec3, physique: &Physique) -> Arm {
        arm(self.held.shape, self.held.turn, self.wrist + off, physique)
    }

    /// On the way from rest to a sign, which is raised by 0 to 1.
    fn raised(&self, held: Held, wrist: Vec3, raised: f32, off: Vec3, physique: &Physique) -> Arm {
        let held = if raised < 1.0 { self.held.towards(&held, raised) } else { held };
        // Around the body, not through it.
        let around = vec3(-3.0, 0.0, 9.0) * (PI * raised).sin();
        arm(held.shape, held.turn, self.wrist.towards(wrist, raised) + around + off, physique)
    }
}

fn arm(shape: HandShape, turn: Rotation, wrist: Vec3, physique: &Physique) -> Arm {
    Arm::reaching(shape, &Skeleton::new(&shape, &physique.hand), turn, wrist, physique)
}

/// A handshape as this person makes it.
fn shaped(shape: Handshape, shapes: &Handshapes, person: &Person, random: &mut Random) -> HandShape {
    let ways = &shapes.shape(shape).variants;
    if person.variety == 0.0 {
        return ways.first().map_or_else(HandShape::default, |(_, shape)| *shape);
    }
    let shape =
        random.weighted(ways.iter(), |(weight, _)| *weight).map_or_else(HandShape::default, |(_, shape)| *shape);
    personal(&shape, random)
}

/// Where the wrist of a weak hand is that has a description of its own, in its mirrored space.
fn based(base: &Base, held: &Held, person: &Person, random: &mut Random) -> Vec3 {
    let physique = &person.physique;
    let Location { place, distance, part } = base.at;
    // The weak hand is never described by a place on a hand.
    let spot = Spot::of(place, physique, &Rest::draw(&Person::textbook(), &mut Random::new(0)).arm(physique));
    let off = off(&spot, distance, Hands::Base, person, random);
    let skeleton = Skeleton::new(&held.shape, &physique.hand);
    spot.before(gap(distance, part)) + off - held.turn * parts::point(part, &skeleton.joints)
}

/// Between place with part, in centimetres.
fn gap(distance: Distance, part: Part) -> f32 {
    match distance {
        Distance::Touching => parts::flesh(part),
        Distance::Near => 3.0,
        Distance::Centimetres(distance) => distance,
    }
}

/// How far this person's hand is from where it should be: places in the air are the vaguest.
fn off(spot: &Spot, distance: Distance, hands: Hands, person: &Person, random: &mut Random) -> Vec3 {
    let lift = vec3(0.0, person.lift, 0.0);
    match (spot.kind, distance) {
        (Ground::Hand, _) => person.off([0.7; 3], random),
        (Ground::Body, Distance::Touching) => person.off([1.3, 1.3, 0.4], random),
        (Ground::Body, _) => person.off([2.0; 3], random),
        // Hands that touch each other do so wherever they are.
        (Ground::Air, Distance::Touching) if matches!(hands, Hands::Mirrored | Hands::Alternating) => {
            person.off([0.3, 3.5, 3.0], random) + lift
        }
        (Ground::Air, _) => person.off([3.0, 4.0, 3.0], random) + lift,
    }
}

fn kind(variant: &Variant, course: &Course) -> Kind {
    if course.is_round() {
        Kind::Turns
    } else if matches!(variant.path, Path::Still) && variant.end.is_none() {
        Kind::Pause
    } else {
        Kind::Strokes
    }
}

/// Between a joint and the body's surface, in centimetres.
const SKIN: f32 = 0.7;
