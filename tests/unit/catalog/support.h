#pragma once

#include <gtest/gtest.h>
#include <server/catalog/builtin.h>
#include <server/catalog/catalogue_service.h>

#include <optional>
#include <string>
#include <vector>

namespace beaver::catalog::test {

/// Rows of a file in tests/tables: cells between bars, trimmed; empty lines and lines that begin with # are left out.
std::vector<std::vector<std::string>> table(const std::string &name);
std::vector<std::string> splitTrimmed(const std::string &text, char at);

/// A file of the shared folder; empty where that folder isn't.
std::optional<std::string> sharedFile(const std::string &path);

/// The built-in models as they are at `nowMs`; the documented 31 alone if asked for.
std::vector<Model> builtinModels(std::int64_t nowMs, bool documentedOnly);

/// USD per million tokens.
PriceVersion priced(const char *input, const char *output);

/// A migrated database in a folder of its own.
class CatalogueTest : public testing::Test
{
protected:
    CatalogueTest();
    ~CatalogueTest() override;

    std::unique_ptr<CatalogueService> startService();
    std::string text(const std::string &sql); ///< first column of the first row
    Result<void> write(const std::string &sql);
    std::optional<PriceVersion> priceVersion(std::int64_t id); ///< as a receipt finds it

    ManualClock m_clock{1'785'000'000'000}; // 2026-07-25
    std::string m_folder;
    std::unique_ptr<storage::Database> m_database;
};

} // namespace beaver::catalog::test
