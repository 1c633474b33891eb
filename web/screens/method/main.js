// @ts-check
// How every figure is made, with its source: one page for all of them.

import { t } from "../../shared/i18n.js";
import { LanguageChoice } from "../../shared/components/language.js";
import { start } from "../../shared/start.js";
import { html } from "../../vendor/ui.mjs";

/** Every figure that stands anywhere, by where it stands. */
const CHAPTERS = {
  apart: ["alignment", "authority", "price_gap", "price_range", "needle", "alpha", "ac2", "noise", "pairs", "false_consensus", "overlap"],
  read: ["gap", "readability", "skill", "projection", "own", "points", "certainty"],
  change: ["change", "transfer"],
  alone: ["tilt", "who_tilt", "must", "twins", "own_consensus"],
  people: ["praise", "small"],
};

const Method = () => html`
  <main class="sheet wide-sheet stack">
    <header class="stack-tight">
      <p class="muted">Up to You</p>
      <h1>${t("method.title")}</h1>
      <p>${t("method.lead")}</p>
    </header>
    ${Object.entries(CHAPTERS).map(
      ([chapter, names]) => html`<section class="stack-tight" key=${chapter}>
        <h2>${t(`measure.chapter.${chapter}`)}</h2>
        <dl class="measures">
          ${names.map((name) => html`<div key=${name}><dt>${t(`measure.${name}.name`)}</dt><dd>${t(`measure.${name}.method`)}</dd></div>`)}
        </dl>
      </section>`,
    )}
    <section class="stack-tight">
      <h2>${t("method.sources")}</h2>
      <ul class="sources small" lang="en">
        ${SOURCES.map((source) => html`<li>${source}</li>`)}
      </ul>
    </section>
    <p class="no-print"><${LanguageChoice} /></p>
  </main>
`;

const SOURCES = [
  "Berry, K. J. & Mielke, P. W. (1992). Indices of ordinal variation. Perceptual and Motor Skills 74, 576–578.",
  "Fisher, R. A. (1935). The Design of Experiments. Oliver & Boyd.",
  "Guilford, J. P. (1954). Psychometric Methods. McGraw-Hill.",
  "Gwet, K. L. (2014). Handbook of Inter-Rater Reliability. 4th ed. Advanced Analytics.",
  "Hesterberg, T. C. (2015). What teachers should know about the bootstrap. The American Statistician 69, 371–386.",
  "Hughes, J. (2021). krippendorffsalpha: an R package for measuring agreement using Krippendorff's alpha coefficient. The R Journal 13, 413–425.",
  "Jaccard, P. (1901). Étude comparative de la distribution florale. Bulletin de la Société Vaudoise des Sciences Naturelles 37, 547–579.",
  "Kahneman, D., Sibony, O. & Sunstein, C. R. (2021). Noise. Little, Brown Spark.",
  "Krippendorff, K. (2004). Content Analysis. 2nd ed. Sage.",
  "Krueger, J. & Clement, R. W. (1994). The truly false consensus effect. Journal of Personality and Social Psychology 67, 596–610.",
  "Murphy, A. H. (1988). Skill scores based on the mean square error. Monthly Weather Review 116, 2417–2424.",
  "Ross, L., Greene, D. & House, P. (1977). The false consensus effect. Journal of Experimental Social Psychology 13, 279–301.",
];

start(() => html`<${Method} />`);
