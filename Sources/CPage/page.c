#include "page.h"

#ifndef __has_embed
#error "the compiler lacks #embed (C23); Swift 6.1 or newer brings one that has it"
#endif
#pragma clang diagnostic ignored "-Wc23-extensions"

// The page, its styles, and its scripts in the order in which they stand in it: main.js comes last.
static const struct assay_page_part parts[] = {
#define PART "assets/page.html"
#include "part.inc"
#define PART "assets/page.css"
#include "part.inc"
#define PART "assets/items.css"
#include "part.inc"
#define PART "assets/dom.js"
#include "part.inc"
#define PART "assets/numbers.js"
#include "part.inc"
#define PART "assets/blocks.js"
#include "part.inc"
#define PART "assets/address.js"
#include "part.inc"
#define PART "assets/leaderboard.js"
#include "part.inc"
#define PART "assets/chart.js"
#include "part.inc"
#define PART "assets/tasks.js"
#include "part.inc"
#define PART "assets/list.js"
#include "part.inc"
#define PART "assets/filters.js"
#include "part.inc"
#define PART "assets/items.js"
#include "part.inc"
#define PART "assets/overlap.js"
#include "part.inc"
#define PART "assets/models.js"
#include "part.inc"
#define PART "assets/gate.js"
#include "part.inc"
#define PART "assets/main.js"
#include "part.inc"
};

size_t assay_page_part_count(void) { return sizeof parts / sizeof *parts; }

struct assay_page_part assay_page_part(size_t index) { return parts[index]; }
