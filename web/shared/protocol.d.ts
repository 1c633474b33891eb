// Made by `python3 server docs` from the views in server/game/views. Change those, not this.

/** Mean dial before and after second votes, in hundredths; `thin` under three cases. */
export interface Alignment {
  before: number | null;
  after: number | null;
  cases: number;
  thin: boolean;
}

/** How many of how many have answered, and never who or what. */
export interface Answered {
  done: number;
  expected: number;
}

export interface AwardView {
  kind: string;
  names: string[];
}

/** What this organisation calls an award, in place of the program's own words. `id` is the kind of the award. */
export interface AwardWords {
  id: string;
  title: string;
  praise: string;
}

/** `price` is that of the day: all its cases decided by whoever is cheapest, and by whoever is dearest. */
export interface Board {
  rows: BoardRow[];
  alignment: Alignment;
  needle: number | null;
  low_error: string;
  high_error: string;
  price: PriceView | null;
  crowd: CrowdDay | null;
}

/** One case on the board: rulings sorted, so that no column belongs to a manager. */
export interface BoardRow {
  title: string;
  family: Family;
  options: OptionView[];
  levels: number[];
  levels_after: number[] | null;
  dial: number | null;
  verdict: Verdict | null;
  dial_after: number | null;
  verdict_after: Verdict | null;
  price: PriceView | null;
}

/** A manager who could sit in the chair, or flip, under the face that the room knows. */
export interface Candidate {
  seat: string;
  face: Face;
  sealed: boolean;
}

export interface CaseChoice {
  id: string;
  title: string;
  minutes: number;
  played: boolean;
}

/** The facilitator's private card for a case. */
export interface CaseNotes {
  case: string;
  title: string;
  pack_notes: string;
  tension: string;
  own: string;
}

/** A case as everybody reads it: without costs, and without what the paper says. */
export interface CaseView {
  title: string;
  family: Family;
  channel: string;
  text: string;
  facts: string[];
  turns: [string, string][];
  options: OptionView[];
  authority: Rung[];
  low_error: string;
  high_error: string;
}

export type Certainty = "hunch" | "fairly" | "sure";

/** A rep's own ruling so far. `n` counts the taps of this seat; an older tap changes nothing. */
export interface Choice {
  level: number | null;
  authority: number | null;
  reasons: string[];
  quotable: boolean;
  n: number;
}

export interface ClaimView {
  id: string;
  seat: string;
  name: string;
}

export type Closing = "written" | "band" | "differ" | "open";

/** Somebody to thank or to praise. */
export interface Colleague {
  id: string;
  name: string;
}

/** It depends on ...: who would be softer and who firmer. */
export interface ConditionView {
  text: string;
  softer: Face[];
  firmer: Face[];
}

/** It depends on ...: what would make a manager rule one step softer or firmer. Indices into the case's list. */
export interface Conditions {
  softer: number[];
  firmer: number[];
}

export interface ConsoleView {
  title: string;
  code: string;
  pack: string;
  currency: string;
  can: string[];
  stage: StageView;
  place: Place;
  starts_at: number | null;
  opened_at: number;
  agenda: StepView[];
  next: NextView | null;
  back: boolean;
  undo: UndoView | null;
  veiled: boolean;
  held: boolean;
  locked: boolean;
  automatic: boolean;
  timed: boolean;
  seats: SeatView[];
  teams: TeamChoice[];
  gate: HeldText[];
  claims: ClaimView[];
  devices: DevicesView[];
  rush: RushView | null;
  steering: Steering | null;
  notes: CaseNotes | null;
  up_next: CaseNotes | null;
  cases: CaseChoice[];
  ledger: Ledger;
  commitments: number;
}

/** How many reps predicted each level of both ladders; only from five predictions on. */
export interface Crowd {
  levels: [number, number][];
  authority: [number, number][];
  total: number;
}

/** Crowd against chair over the day: the rounds with five predictions or more, and how many of all predictions were exact. `leaning` is the mean of prediction less ruling, in levels. */
export interface CrowdDay {
  rounds: number;
  hits: number;
  total: number;
  leaning: number;
}

/** Crowd against chair: the crowd's middle prediction, what came, and how many had it exactly. */
export interface CrowdRead {
  expected: number;
  ruled: number;
  hits: number;
  total: number;
}

export type CueKind = "opener" | "joke" | "bridge" | "rescue";

export interface CueView {
  kind: CueKind;
  text: string;
}

export interface DeliveryView {
  id: string;
  title: string;
  hint: string;
  openers: string[];
}

/** A link that was opened on so many further devices, the last of them then. Without a seat it is the console's. */
export interface DevicesView {
  role: Role;
  seat: string | null;
  name: string;
  strange: number;
  at: number;
}

export type Disclosure = "named" | "masked" | "sum";

/** A line drafted from the latest rulings: their lower median, their range, and the authority median. */
export interface Draft {
  default: number;
  low: number;
  high: number;
  authority: number;
}

/** A manager as the room sees them: a name or a mask. */
export interface Face {
  name: string;
  masked: boolean;
}

export type Family = "exception" | "escalation" | "commercial" | "internal" | "emotional" | "stale_rule";

/** Somebody in the lobby; lit once the test tap came. */
export interface Guest {
  name: string;
  lit: boolean;
}

/** A line in force already. `overdue`: it should have been looked at before this workshop opened. */
export interface GuidelineView {
  id: string;
  text: string;
  ref: string;
  owner: string;
  review_on: string;
  overdue: boolean;
  stale: boolean;
}

/** Free text at the gate. The author of a note stands here only if they signed it. */
export interface HeldText {
  id: string;
  kind: TextKind;
  parts: string[];
  author: string;
  to: string;
  released: boolean;
  set_aside: boolean;
}

/** Praise coverage: a light for the facilitator, never public. */
export interface Ledger {
  praised: number;
  reps: number;
  most: number;
}

/** How a case was closed: one captured guideline, or why there is none. `default`, `low`, `high` are levels of the case; `authority` one of the authority ladder; `review_on` an ISO date. */
export interface Line {
  closing: Closing;
  default: number | null;
  low: number | null;
  high: number | null;
  authority: number | null;
  wording: string;
  owner: string;
  review_on: string;
  why: string;
  say: string;
  hand_over_when: string;
  version: number;
  at: number | null;
  by: string;
  because: string;
}

/** One manager's own. `turn` is the place among those who flip, from 1. */
export interface ManagerOwn {
  name: string;
  role: Role;
  face: string;
  mask: string;
  disclosure: Disclosure;
  hello: boolean;
  can: string[];
  in_chair: boolean;
  passed: boolean;
  absent: boolean;
  ruling: Ruling | null;
  by_proxy: boolean;
  outranked: boolean;
  telling: Telling | null;
  expected: number | null;
  conditions: Conditions | null;
  revote: Ruling | null;
  turn: number | null;
  told: boolean;
  praise: OwnPraise[];
  thanks: ThanksView[];
  awards: string[];
  commitments: string[];
}

/** The same for every manager. No rep's answer is in it before predictions are closed. */
export interface ManagerRoom {
  title: string;
  code: string;
  place: Place;
  round: RoundView | null;
  colleagues: number;
  few_managers: boolean;
  ledger: Waiting[];
  reasons: ReasonTag[];
  depends_on: string[];
  deliveries: DeliveryView[];
  cues: CueView[];
  contract: string[];
  house_rules: string[];
  glossary: Term[];
  alignment: Alignment | null;
  awards: AwardView[];
  award_words: AwardWords[];
}

/** Where the one button leads. `face` is whom it reveals; `why_not` is why it waits. */
export interface NextView {
  phase: Phase;
  kind: StepKind;
  title: string;
  beat: number;
  same_step: boolean;
  reveals: boolean;
  face: Face | null;
  why_not: Reason | null;
}

export interface OptionView {
  level: number;
  label: string;
}

export interface OwnNote {
  text: string;
  signed: boolean;
}

/** This round's points, part by part. The spread part waits until it gives nothing away. */
export interface OwnPoints {
  total: number;
  closeness: number;
  certainty: number;
  authority: number;
  spread: number | null;
  hit: boolean;
}

export interface OwnPraise {
  to: string;
  parts: string[];
  released: boolean;
}

/** What the organisation has in writing today. `dated` is an ISO date or empty. */
export interface Paper {
  text: string;
  ref: string;
  dated: string;
}

/** Something in writing on this case, which the room may call out of date. */
export interface PaperChoice {
  id: string;
  text: string;
  stale: boolean;
}

export type Phase = "lobby" | "welcome" | "read" | "rule" | "predict" | "lock" | "crowd" | "chair" | "panel" | "praise" | "impact" | "discuss" | "align" | "capture" | "score" | "board" | "break" | "awards" | "debrief" | "closed";

/** Where the workshop is. `number` and `of` count case rounds; `paused_at` freezes the timer. */
export interface Place {
  move: number;
  step: string;
  kind: StepKind;
  phase: Phase;
  beat: number;
  number: number;
  of: number;
  flash: boolean;
  timer: Timer | null;
  paused_at: number | null;
  back_at: number | null;
}

export interface PraiseView {
  to: string;
  by: string;
  when: string;
  did: string;
  so_that: string;
}

/** What a rep thinks the chair rules, so far; a part that is missing at the close earns nothing. */
export interface Prediction {
  level: number | null;
  authority: number | null;
  certainty: Certainty | null;
  spread: Spread | null;
  n: number;
}

/** The price of the draw, in the pack's currency. */
export interface PriceView {
  lowest: number;
  highest: number;
  gap: number;
  currency: string;
}

export type Reason = "not_yours" | "not_now" | "stale" | "confirm" | "nothing_ahead" | "nothing_behind" | "nothing_to_undo" | "already_revealed" | "chair_not_sealed" | "line_missing" | "line_stands" | "no_line_yet" | "no_name_shown" | "no_timer" | "paused" | "not_paused" | "locked" | "rush" | "full" | "name_empty" | "name_long" | "name_taken" | "removed" | "many_devices" | "strange_device" | "unknown_seat" | "unknown_team" | "unknown_step" | "unknown_case" | "unknown_text" | "unknown_claim" | "unknown_option" | "unknown_reason" | "unknown_condition" | "unknown_delivery" | "other_round" | "next_round" | "sealed" | "not_sealed" | "pass_spent" | "not_in_chair" | "cannot_chair" | "already_shown" | "plain_only" | "too_long" | "empty" | "too_many" | "behaviour_missing" | "praise_repeated" | "band_wrong" | "owner_missing" | "why_missing" | "step_begun" | "bad_order";

export interface ReasonTag {
  id: string;
  label: string;
}

export interface ReasonView {
  label: string;
  by: Face[];
}

/** One seat's own. */
export interface RepOwn {
  name: string;
  role: Role;
  team: string | null;
  hello: boolean;
  can: string[];
  joins_next: boolean;
  choice: Choice | null;
  prediction: Prediction | null;
  second: Choice | null;
  points: OwnPoints | null;
  score: number | null;
  notes: OwnNote[];
  praise: PraiseView[];
  awards: string[];
  commitments: string[];
  thanked: string[];
}

/** The same for every rep and observer. It never changes because somebody else answered. */
export interface RepRoom {
  title: string;
  code: string;
  place: Place;
  round: RoundView | null;
  reasons: ReasonTag[];
  managers: Colleague[];
  contract: string[];
  house_rules: string[];
  glossary: Term[];
  alignment: Alignment | null;
  awards: AwardView[];
  award_words: AwardWords[];
}

/** The spread of a settled round, dials in hundredths. `counted_only` rulings stand in the figures alone. */
export interface Result {
  dial: number | null;
  verdict: Verdict | null;
  authority_dial: number | null;
  spread: Spread | null;
  price: PriceView | null;
  counted_only: number;
}

export type Role = "facilitator" | "manager" | "rep" | "observer" | "stage" | "reader" | "door" | "clock";

/** A round as far as the room has come in it. What is not yet to be known is None or empty. */
export interface RoundView {
  case: CaseView;
  practice: boolean;
  must_escalate: boolean;
  chair: Face | null;
  managers: number;
  asks_spread: boolean;
  crowd: Crowd | null;
  read: CrowdRead | null;
  telling: TellingView | null;
  tokens: Token[];
  result: Result | null;
  praise: PraiseView[];
  notes: string[];
  too_few_notes: boolean;
  talk: Talk | null;
  second: Second | null;
  draft: Draft | null;
  line: Line | null;
}

/** A manager's ruling, whole. */
export interface Ruling {
  level: number;
  authority: number;
  reasons: string[];
  n: number;
}

/** One step of a ladder. `level` is its integer place, from 0. */
export interface Rung {
  id: string;
  level: number;
  label: string;
}

/** So many came in with a typed code within a short while; of them so many have done nothing yet. Others who type the code wait until `until`. */
export interface RushView {
  came: number;
  idle: number;
  until: number;
}

/** The top few teams, and the one that climbed most. Nobody is last. */
export interface Scores {
  top: TeamView[];
  climber: TeamView | null;
}

/** One person. `answered` is None in a phase that asks nothing of them. */
export interface SeatView {
  id: string;
  role: Role;
  name: string;
  team: string | null;
  hello: boolean;
  removed: boolean;
  absent: boolean;
  disclosure: Disclosure;
  masked: boolean;
  answered: boolean | null;
  passed: boolean;
  praised: number;
}

/** The second vote, beside the first. */
export interface Second {
  tokens: Token[];
  dial: number | null;
  verdict: Verdict | null;
}

export type Spread = "same" | "neighbours" | "far";

export interface StageView {
  title: string;
  code: string;
  scan: string;
  locked: boolean;
  veiled: boolean;
  held: boolean;
  place: Place;
  people: number;
  answered: Answered | null;
  round: RoundView | null;
  guests: Guest[];
  managers: Guest[];
  contract: string[];
  teams: TeamList[];
  scores: Scores | null;
  alignment: Alignment | null;
  board: Board | null;
  awards: AwardView[];
  awards_left: number;
  award_words: AwardWords[];
}

/** What can be arranged in this round. */
export interface Steering {
  chair: string | null;
  candidates: Candidate[];
  order: Candidate[];
  flipped: number;
  stand_ins: string[];
  options: OptionView[];
  telling: TellingView | null;
  hushed: boolean;
  voided: boolean;
  draft: Draft | null;
  line: Line | null;
  must_escalate: boolean;
  papers: PaperChoice[];
}

export type StepKind = "lobby" | "welcome" | "practice" | "case" | "board" | "break" | "awards" | "debrief" | "close";

/** One line of the run sheet. `begun_at` is when it really began. */
export interface StepView {
  id: string;
  kind: StepKind;
  title: string;
  minutes: number;
  flash: boolean;
  may_cut: boolean;
  cut: boolean;
  begun_at: number | null;
  case: string | null;
  voided: boolean;
  can_void: boolean;
  line: Line | null;
}

/** What the discussion has before it. */
export interface Talk {
  tension: string;
  questions: string[];
  paper: Paper | null;
  paper_stale: boolean;
  guidelines: GuidelineView[];
  reasons: ReasonView[];
  conditions: ConditionView[];
}

export interface TeamChoice {
  id: string;
  name: string;
  size: number;
}

export interface TeamList {
  name: string;
  members: string[];
}

/** `score` is the mean over the rounds so far, `gain` this round against the mean of the rounds before. */
export interface TeamView {
  name: string;
  score: number;
  gain: number;
}

/** How the chair will tell the ruling: a delivery and a line of its own. */
export interface Telling {
  delivery: string;
  line: string;
}

export interface TellingView {
  delivery: string;
  line: string;
}

export interface Term {
  term: string;
  meaning: string;
}

export type TextKind = "note" | "praise" | "thanks" | "commitment";

export interface ThanksView {
  by: string;
  text: string;
}

/** A soft deadline: nothing closes by itself when it ends, unless the room is on automatic. */
export interface Timer {
  length: number;
  ends: number;
}

/** One manager's ruling, shown. `chair` marks the one who was predicted. */
export interface Token {
  face: Face;
  level: number;
  authority: number;
  chair: boolean;
}

export interface UndoView {
  what: string;
  about: string;
  possible: boolean;
}

export type Verdict = "in_tune" | "two_keys" | "jazz" | "battle";

/** A rep in the praise ledger. `reasons` are those of this round that the rep agreed to show. */
export interface Waiting {
  id: string;
  name: string;
  team: string;
  praised: number;
  reasons: string[];
}

/** What comes over the socket. Each part has a version of its own; an older one than is known is dropped. */
export interface Frame<Shared, Own> {
  epoch: string;
  now: number;
  shared?: { version: number; body: Shared };
  own?: { version: number; body: Own };
}

/** The answer to a command. */
export interface Ack {
  ok: boolean;
  reason?: string;
  text?: string;
  field?: string;
  hint?: string;
}
