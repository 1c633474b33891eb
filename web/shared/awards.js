// @ts-check
// What an award is called: the pack's own words, else the program's.

import { t } from "./i18n.js";

/** @typedef {{ award_words: { id: string, title: string, praise: string }[] }} View */

/** @param {View} view @param {string} kind */
const own = (view, kind) => view.award_words.find((one) => one.id === kind);

/** @param {View} view @param {string} kind */
export const awardTitle = (view, kind) => own(view, kind)?.title ?? t(`award.${kind}`);

/** @param {View} view @param {string} kind */
export const awardFor = (view, kind) => own(view, kind)?.praise ?? t(`award.${kind}_for`);
