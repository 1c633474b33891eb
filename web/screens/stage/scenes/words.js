// @ts-check
import { money, t } from "../../../shared/i18n.js";

/** The price of the draw, in words. @param {any} cost */
export const price = (cost) =>
  cost.lowest === cost.highest
    ? t("stage.price_same", { amount: money(cost.lowest, cost.currency) })
    : t("stage.price", { low: money(cost.lowest, cost.currency), high: money(cost.highest, cost.currency) });
