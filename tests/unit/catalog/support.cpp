#include "support.h"

#include <server/catalog/price_store.h>
#include <server/catalog/prices.h>
#include <server/storage/migrator.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>

namespace beaver::catalog::test {

namespace {

std::string trimmed(const std::string &text)
{
    const auto from = text.find_first_not_of(' ');
    return from == std::string::npos ? std::string() : text.substr(from, text.find_last_not_of(' ') + 1 - from);
}

} // namespace

std::vector<std::string> splitTrimmed(const std::string &text, char at)
{
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, at);)
        parts.push_back(trimmed(part));
    return parts;
}

std::vector<std::vector<std::string>> table(const std::string &name)
{
    std::vector<std::vector<std::string>> rows;
    std::ifstream file(std::string(BEAVER_SOURCE_DIR) + "/tests/tables/" + name);
    EXPECT_TRUE(file.is_open()) << name;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty() && line.front() != '#')
            rows.push_back(splitTrimmed(line, '|'));
    }
    return rows;
}

std::optional<std::string> sharedFile(const std::string &path)
{
    std::ifstream file(std::string(BEAVER_SHARED_DATA) + "/" + path, std::ios::binary);
    if (!file.is_open())
        return std::nullopt;
    std::stringstream content;
    content << file.rdbuf();
    return content.str();
}

std::vector<Model> builtinModels(std::int64_t nowMs, bool documentedOnly)
{
    const auto builtin = readBuiltin(builtinText());
    EXPECT_TRUE(builtin.ok()) << builtin.error().detail;
    std::vector<Model> models;
    for (const BuiltinModel &read : *builtin) {
        if (documentedOnly && !read.documented)
            continue;
        models.push_back(read.stored.model);
        models.back().price = versionAt(read.stored, nowMs);
    }
    return models;
}

PriceVersion priced(const char *input, const char *output)
{
    PriceTier tier;
    tier.prices[static_cast<std::size_t>(wire::Bucket::Input)] = *parsePrice(input, 1'000'000);
    tier.prices[static_cast<std::size_t>(wire::Bucket::Output)] = *parsePrice(output, 1'000'000);
    return {1, PriceState::Priced, 0, {}, {tier}};
}

CatalogueTest::CatalogueTest()
    : m_folder((std::filesystem::temp_directory_path() / "beaver-catalog-XXXXXX").string())
{
    if (!::mkdtemp(m_folder.data()))
        std::abort();
    storage::Settings settings;
    settings.url = "sqlite:///" + m_folder + "/beaver.db";
    const auto migrated =
        storage::Migrator(settings, storage::Migrator::builtIn(storage::Engine::Sqlite), m_clock).up();
    EXPECT_TRUE(migrated.ok());
    auto opened = storage::Database::open(settings, m_clock);
    EXPECT_TRUE(opened.ok());
    m_database = std::move(*opened);
}

CatalogueTest::~CatalogueTest()
{
    m_database.reset();
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

std::unique_ptr<CatalogueService> CatalogueTest::startService()
{
    auto service = std::make_unique<CatalogueService>(*m_database, m_clock);
    const auto started = service->start();
    EXPECT_TRUE(started.ok()) << started.error().detail;
    return service;
}

std::string CatalogueTest::text(const std::string &sql)
{
    std::promise<std::string> promise;
    m_database->read([&](storage::Connection &connection) {
        auto &row = connection.prepared(sql);
        const auto next = row.next();
        promise.set_value(!next ? next.error().detail : *next ? row.text(0) : std::string());
    });
    return promise.get_future().get();
}

std::optional<PriceVersion> CatalogueTest::priceVersion(std::int64_t id)
{
    std::promise<std::optional<PriceVersion>> promise;
    m_database->read([&](storage::Connection &connection) {
        auto read = store::priceVersion(connection, id);
        promise.set_value(read ? std::move(*read) : std::nullopt);
    });
    return promise.get_future().get();
}

Result<void> CatalogueTest::write(const std::string &sql)
{
    std::promise<Result<void>> promise;
    m_database->write([&](storage::Connection &connection) { return connection.execute(sql); },
                      [&](Result<void> result) { promise.set_value(std::move(result)); });
    return promise.get_future().get();
}

} // namespace beaver::catalog::test
