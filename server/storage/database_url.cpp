#include <server/storage/database_url.h>

#include <algorithm>

namespace beaver::storage {

namespace {

Error refused(std::string message)
{
    return invalid("DATABASE_URL", "DATABASE_URL " + std::move(message));
}

} // namespace

Result<DatabaseUrl> parseDatabaseUrl(std::string_view url)
{
    constexpr std::string_view takes = "It takes sqlite:///./beaver.db or postgresql://user:password@host/name.";
    const auto colon = url.find("://");
    if (colon == std::string_view::npos)
        return refused("has no scheme. " + std::string(takes));
    const auto scheme = url.substr(0, colon);
    const auto rest = url.substr(colon + 3);
    if (scheme == "postgresql" || scheme == "postgres" || scheme == "postgresql+psycopg2")
        return DatabaseUrl{Engine::PostgreSql, {}};
    if (scheme != "sqlite") {
        // Only a plain word is repeated: a password may hold "://" too.
        const bool plain =
            scheme.size() <= 20 && std::ranges::all_of(scheme, [](char c) { return c >= 'a' && c <= 'z'; });
        return refused("has an unknown scheme" + (plain ? ", " + std::string(scheme) : std::string()) + ". " +
                       std::string(takes));
    }
    if (!rest.starts_with('/'))
        return refused(
            "needs three slashes before a relative path and four before an absolute one: sqlite:///./beaver.db");
    const auto path = rest.substr(1);
    if (path.empty() || path == ":memory:")
        return refused("must name a file: what is only in memory would be lost with the process.");
    if (path.find('?') != std::string_view::npos || path.find('\0') != std::string_view::npos)
        return refused("takes no parameters for SQLite.");
    return DatabaseUrl{Engine::Sqlite, std::string(path)};
}

Result<std::string> sqlitePath(std::string_view url)
{
    auto parsed = parseDatabaseUrl(url);
    if (!parsed)
        return parsed.error();
    if (parsed->engine != Engine::Sqlite)
        return refused("names PostgreSQL, which this version doesn't open yet. Use sqlite:///./beaver.db.");
    return std::move(parsed->path);
}

} // namespace beaver::storage
