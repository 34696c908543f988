#pragma once

#include <shared/base/json_writer.h>
#include <simdjson.h>

#include <string_view>

namespace beaver::http {

/// JSON Schema from the short form in which resources/openapi/ describes bodies:
///
///     "string"  "integer"  "number"  "boolean"  "money"  "time"  "date"  "object"  "any"  "binary"
///     "Account"             a schema of that name (a capital first)
///     "free|pro"            one of these texts; a word that is no type: just that text
///     "[Account]"           a list; "{integer}" an object with any names
///     "time?"               or null
///     "integer 1..500 = 50 -- how many at most"      bounds (of a text: its length), default, description
///     {"id": "string", "name?": "string", "*": "any"}    an object; `?`: may be missing; `*`: any other name
///     ["string", "[string]"]                         one of these schemas
///     {"$": {…}}                                     JSON Schema as it stands
void writeSchema(JsonWriter &json, simdjson::dom::element shorthand);

/// Takes a `?` from the end of a name; true when there was one.
bool takeOptional(std::string_view &name);

} // namespace beaver::http
