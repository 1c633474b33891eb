// @ts-check
// A rep's own card: how they read the managers, what they would have done, praise and a plan. Nobody else sees it.

import { AwardCards, PraiseCard } from "../../shared/components/case.js";
import { Downloads } from "../../shared/components/downloads.js";
import { PrintButton, Sheet, SheetHead } from "../../shared/components/sheet.js";
import { fetched } from "../../shared/fetched.js";
import { day, number, t } from "../../shared/i18n.js";
import { takeKey } from "../../shared/keys.js";
import { start } from "../../shared/start.js";
import { html } from "../../vendor/ui.mjs";

const LEAN = 0.25; // steps of the ladder, from which on a habit is named
const hundredths = (/** @type {number} */ share) => number(Math.round(share * 100));

const key = takeKey("play");
const held = fetched("/api/card", key);

const Card = () => html`
  <${Sheet} held=${held} name="my-card" title=${t("card.title")} back="/play" backTo=${t("card.back")}>
    ${(/** @type {any} */ card) => html`
      <${SheetHead} title=${card.name} note=${`${t("card.title")} · ${card.title} · ${day(card.opened_at)}`}>
        ${card.team && html`<p><span class="pill">${card.team}</span></p>`}
        <p class="muted">${t("card.only_you")}</p>
        ${!card.closed && html`<p class="card">${t("card.so_far")}</p>`}
        <p><${PrintButton} /></p>
        <${Downloads} seatKey=${key} title=${card.title} offers=${[{ file: "my-card.pdf", label: t("paper.pdf") }]} />
      <//>
      <${AwardCards} view=${card} kinds=${card.awards} />
      <${Plans} plans=${card.plans} />
      <${Reading} card=${card} />
      <${Habits} habits=${card.habits} />
      <${Own} measures=${card.measures} />
      <${Praise} praise=${card.praise} />
      <p class="small muted no-print">${t("card.keep")} <a href="/kept">${t("common.kept")}</a> · <a href="/method">${t("card.method")}</a></p>
    `}
  <//>
`;

/** "If ..., then I ..." first: it is what the card is for. @param {{ plans: string[] }} props */
const Plans = ({ plans }) => html`
  <section class="card stack-tight">
    <h2>${t("card.plan")}</h2>
    ${plans.map((plan) => html`<p class="plan"><strong>${plan}</strong></p>`)}
    ${!plans.length && html`<p>${t("card.plan_none")}</p>`}
  </section>
`;

/** @param {{ card: any }} props */
function Reading({ card }) {
  const { best, puzzle } = card;
  const said = (/** @type {string} */ key, /** @type {any} */ one) => t(key, { name: one.face, value: one.closeness, n: one.rounds });
  return html`
    <section class="card stack-tight">
      <h2>${t("card.reading")}</h2>
      ${card.score === null
        ? html`<p>${t("card.none")}</p>`
        : html`<p><span class="points">${number(card.score)}</span> ${t("card.score", { n: card.rounds })}</p>
            <ul class="facts-list">
              <li>${t("card.hits", { n: card.hits })}</li>
              ${best && html`<li>${said("card.best", best)}</li>`}
              <li>${puzzle ? said("card.puzzle", puzzle) : t("card.no_puzzle")}</li>
            </ul>
            ${card.thin && html`<p class="small muted">${t("card.thin")}</p>`}`}
    </section>
  `;
}

/** @param {{ habits: any[] }} props */
function Habits({ habits }) {
  if (!habits.some((one) => one.said > 0)) return null;
  return html`
    <section class="card stack-tight">
      <h2>${t("card.habits")}</h2>
      <ul class="facts-list">
        ${habits.map(({ certainty, said, hits }) => {
          const slots = { certainty: t(`round.certainty.${certainty}`), hits, n: said };
          return html`<li>${t(said ? "card.habit" : "card.habit_never", slots)}</li>`;
        })}
      </ul>
      <p class="small muted">${t("card.habit_note")}</p>
    </section>
  `;
}

/** What this rep would have done, beside the managers' middle. @param {{ measures: any }} props */
function Own({ measures: { own, kept, passed_up } }) {
  const known = typeof own.ruling !== "string";
  const shares = (/** @type {any} */ sides) => ({ below: hundredths(sides.below), above: hundredths(sides.above) });
  return html`
    <section class="card stack-tight">
      <h2>${t("card.own")}</h2>
      ${!known && html`<p>${t("card.own_none")}</p>`}
      ${known &&
      html`<ul class="facts-list">
          <li>${!own.thin && html`<strong>${t(`card.tilt_${lean(own.ruling.tilt)}`)}</strong> `}${t("card.own_sides", shares(own.ruling))}</li>
          <li>${!own.thin && html`<strong>${t(`card.who_${lean(own.authority.tilt)}`)}</strong> `}${t("card.who_sides", shares(own.authority))}</li>
          <li>${t("card.kept", { n: kept })} ${t("card.passed", { n: passed_up })}</li>
        </ul>
        <p class="small muted">${t(own.thin ? "card.own_thin" : "card.own_cases", { n: own.cases })}</p>`}
    </section>
  `;
}

/** @param {number} tilt */
const lean = (tilt) => (tilt <= -LEAN ? "low" : tilt >= LEAN ? "high" : "even");

/** @param {{ praise: any[] }} props */
const Praise = ({ praise }) => html`
  <section class="stack-tight">
    <h2>${t("card.praise")}</h2>
    ${praise.map((one) => html`<${PraiseCard} praise=${one} />`)}
    ${!praise.length && html`<p>${t("card.no_praise")}</p>`}
  </section>
`;

start(() => html`<${Card} />`);
held.load();
