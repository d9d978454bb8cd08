// Items lie in the file as packed blocks. One is unpacked when somebody looks at it, and not before.

const summary = JSON.parse(document.getElementById("summary").textContent);
const unpacked = new Map();
const keptBlocks = 48;

function bytesOf(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text), bytes = new Uint8Array(binary.length);
  for (let place = 0; place < binary.length; place += 1) bytes[place] = binary.charCodeAt(place);
  return bytes;
}

async function unpack(number) {
  const bytes = bytesOf(document.getElementById("block-" + number).textContent.trim());
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

/** A promise of what the block holds. The ones used last are kept. */
function block(number) {
  const known = unpacked.get(number) || unpack(number);
  unpacked.delete(number);
  unpacked.set(number, known);
  if (unpacked.size > keptBlocks) unpacked.delete(unpacked.keys().next().value);
  return known;
}

const outcomesOfTasks = new Map();

/** Of all items of a task: ids, subtasks, and each run's scores and endings, in columns. */
function outcomes(task) {
  if (!outcomesOfTasks.has(task)) outcomesOfTasks.set(task, unpack(summary.tasks[task].outcomes));
  return outcomesOfTasks.get(task);
}

/** 1 right, 0 wrong, between them graded, null not scored or not asked: by the task's first metric. */
function score(columns, run, item) {
  const own = columns.runs[run];
  if (!own) return null;
  if (typeof own.scores !== "string") return own.scores[item];
  const mark = own.scores[item];
  return mark === "1" ? 1 : mark === "0" ? 0 : null;
}

/** What was asked and answered of one item: prompt, choices, target, record, and each run's answer. */
async function texts(task, item) {
  const own = summary.tasks[task];
  if (!own.chunks.length) return null;
  const chunk = await block(own.chunks[Math.floor(item / own.chunkSize)]), place = item % own.chunkSize;
  return { ...chunk[place], prompt: prompt(chunk, place) };
}

/** A prompt is kept as so many characters of the one before it, and what follows. */
function prompt(chunk, place) {
  let wanted = Infinity, text = "";
  const parts = [];
  for (let at = place; at >= 0 && wanted > 0; at -= 1) {
    const one = chunk[at];
    if (one.shared < wanted) {
      parts.push(one.rest.slice(0, wanted === Infinity ? undefined : wanted - one.shared));
      wanted = one.shared;
    }
  }
  for (const part of parts.reverse()) text += part;
  return text;
}
