// The texts of the interpreter, which the compiler takes from the files of this folder.
#include "sandbox.h"

#ifndef __has_embed
#error "the compiler lacks #embed (C23); Swift 6.1 or newer brings one that has it"
#endif
#pragma clang diagnostic ignored "-Wc23-extensions"

static const char value_text[] = {
#embed "value.py"
    , 0};
static const char rows_text[] = {
#embed "rows.py"
    , 0};
static const char streams_text[] = {
#embed "streams.py"
    , 0};
static const char library_text[] = {
#embed "library.py"
    , 0};
static const char writer_text[] = {
#embed "writer.py"
    , 0};
static const char writings_text[] = {
#embed "writings.py"
    , 0};
static const char reader_text[] = {
#embed "reader.py"
    , 0};
static const char readings_text[] = {
#embed "readings.py"
    , 0};
static const char surroundings_text[] = {
#embed "surroundings.py"
    , 0};
static const char arrays_text[] = {
#embed "arrays.py"
    , 0};
static const char exceptions_text[] = {
#embed "exceptions.py"
    , 0};
static const char raised_text[] = {
#embed "raised.py"
    , 0};
static const char kept_text[] = {
#embed "kept.py"
    , 0};
static const char pipe_text[] = {
#embed "pipe.py"
    , 0};
static const char candidate_text[] = {
#embed "candidate.py"
    , 0};
static const char remote_text[] = {
#embed "remote.py"
    , 0};
static const char protocols_text[] = {
#embed "protocols.py"
    , 0};
static const char claims_text[] = {
#embed "claims.py"
    , 0};
static const char draws_text[] = {
#embed "draws.py"
    , 0};
static const char names_text[] = {
#embed "names.py"
    , 0};
static const char arguments_text[] = {
#embed "arguments.py"
    , 0};
static const char records_text[] = {
#embed "records.py"
    , 0};
static const char sources_text[] = {
#embed "sources.py"
    , 0};
static const char oracles_text[] = {
#embed "oracles.py"
    , 0};
static const char objects_text[] = {
#embed "objects.py"
    , 0};
static const char questions_text[] = {
#embed "questions.py"
    , 0};
static const char conversation_text[] = {
#embed "conversation.py"
    , 0};
static const char judge_text[] = {
#embed "judge.py"
    , 0};
static const char rehearsal_text[] = {
#embed "rehearsal.py"
    , 0};

const struct python_text python_texts[] = {
    {"<value>", value_text}, {"<rows>", rows_text}, {"<streams>", streams_text}, {"<library>", library_text},
    {"<writer>", writer_text}, {"<writings>", writings_text}, {"<reader>", reader_text}, {"<readings>", readings_text},
    {"<surroundings>", surroundings_text}, {"<arrays>", arrays_text}, {"<exceptions>", exceptions_text},
    {"<raised>", raised_text}, {"<kept>", kept_text}, {"<pipe>", pipe_text}, {"<candidate>", candidate_text},
    {"<remote>", remote_text}, {"<protocols>", protocols_text}, {"<claims>", claims_text}, {"<draws>", draws_text},
    {"<names>", names_text}, {"<arguments>", arguments_text}, {"<records>", records_text}, {"<sources>", sources_text},
    {"<oracles>", oracles_text}, {"<objects>", objects_text}, {"<questions>", questions_text},
    {"<conversation>", conversation_text}, {"<judge>", judge_text}, {"<rehearsal>", rehearsal_text},
    {NULL, NULL},
};
