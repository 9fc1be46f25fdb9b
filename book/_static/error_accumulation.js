/* The calculator of the risks page: what is left of an accuracy after many generations.

   The two formulas are those of analysis/chapters/risks.py; a test holds them together. Shares run
   from 0 to 1: a is what each generation gets right, c the share of errors found and mended, n the
   number of generations. Nothing is fetched and nothing is stored. */

(function () {
  "use strict";

  // An error is mended in the generation in which it arises, or never.
  function atOnce(a, n, c) {
    return Math.pow(1 - (1 - a) * (1 - c), n);
  }

  // Every generation also mends its share of the errors that it inherits. Not for a = 1.
  function checkedAgain(a, n, c) {
    return 1 - (1 - a) * (1 - c) / (1 - a * (1 - c)) * (1 - Math.pow(a * (1 - c), n));
  }

  function percent(share) {
    return (100 * share).toFixed(1) + "%";
  }

  function sentence(a, n, c) {
    const count = n === 1 ? "1 generation" : n.toLocaleString("en-GB") + " generations";
    return (
      "After " + count + " " + percent(atOnce(a, n, c)) +
      " is still right if an error that is missed stays for good, and " +
      percent(checkedAgain(a, n, c)) + " if every later generation can still find it."
    );
  }

  function start() {
    const form = document.getElementById("error-sums");
    if (!form) return;
    const output = document.getElementById("error-answer");
    const inputs = ["accuracy", "generations", "repaired"].map(function (name) {
      return document.getElementById("error-" + name);
    });

    function answer() {
      const wrong = inputs.find(function (input) {
        return !input.checkValidity();
      });
      inputs.forEach(function (input) {
        input.setAttribute("aria-invalid", String(input === wrong));
      });
      if (wrong) {
        output.textContent =
          wrong.labels[0].textContent + ": please give a number from " + wrong.min + " to " +
          wrong.max + (wrong.step === "1" ? ", without decimals." : ".");
        return;
      }
      const [accuracy, generations, repaired] = inputs.map(function (input) {
        return input.valueAsNumber;
      });
      output.textContent = sentence(accuracy / 100, generations, repaired / 100);
    }

    form.addEventListener("input", answer);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
    });
    form.hidden = false;
    answer();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
