// Numbers as people read them.

const none = "–";

/** A share as points of a hundred. */
function points(value, digits = 1) {
  return value === null || value === undefined || !isFinite(value) ? none : (100 * value).toFixed(digits);
}

function signed(value, digits = 1) {
  const text = points(value, digits);
  return value > 0 ? "+" + text : text.replace("-", "−");
}

function interval(low, high) {
  return low === null || low === undefined ? "" : points(low) + "–" + points(high);
}

function whole(count) {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, " ");
}

function counted(count, noun) {
  return whole(count) + " " + noun + (count === 1 ? "" : "s");
}

/** Log-likelihoods lie in the file in steps of a ten-thousandth of a nat; null is minus infinity. */
function nats(steps) {
  return steps === null ? "−∞" : (steps / 10000).toFixed(4).replace("-", "−");
}

/** Wilson's score interval of a share (1927), 95 %. */
function wilson(right, count) {
  if (count === 0) return [null, null];
  const z = 1.959963984540054, share = right / count, spread = z * z / count;
  const middle = (share + spread / 2) / (1 + spread);
  const half = z * Math.sqrt(share * (1 - share) / count + spread / count / 4) / (1 + spread);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** Round numbers from `low` to `high`, about `count` of them. */
function ticks(low, high, count = 6) {
  // Large numbers that hardly differ: a step must be more than their last digit.
  const least = 1e-9 * Math.max(Math.abs(low), Math.abs(high), 1);
  const span = Math.max(high - low, least), magnitude = 10 ** Math.floor(Math.log10(span));
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10].map((factor) => factor * magnitude).find((size) => span / size <= count);
  const found = [];
  for (let place = Math.ceil(low / step - 1e-9); found.length < 32 && place * step <= high + step * 1e-9; place += 1) {
    found.push(Number((place * step).toPrecision(12)));
  }
  return found;
}
