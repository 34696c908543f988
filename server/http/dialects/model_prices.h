#pragma once

#include <server/catalog/types.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

/// `pricing` with USD for one unit, as texts: OpenRouter's form.
void writeUnitPrices(JsonWriter &json, const catalog::Model &model, const catalog::Policy &policy);

} // namespace beaver::http
