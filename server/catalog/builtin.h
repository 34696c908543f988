#pragma once

#include <server/catalog/catalogue_store.h>

namespace beaver::catalog {

/// A model of resources/catalogue.json; the file's head says what its fields mean.
struct BuiltinModel
{
    StoredModel stored;
    bool documented = false; ///< one of the 31 of the product's documents
};

std::string_view builtinText();
/// Reads such a file. An error names the model and what is wrong.
Result<std::vector<BuiltinModel>> readBuiltin(std::string_view json);

} // namespace beaver::catalog
