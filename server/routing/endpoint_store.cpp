#include <server/routing/endpoint_store.h>
#include <server/routing/model_rule.h>

namespace beaver::routing::store {

namespace {

constexpr std::string_view columns =
    "id, name, provider, base_url, credential, credential_hint, models, priority, weight, max_concurrency, "
    "queue_length, "
    "cost_percent, region, headers, connect_ms, first_byte_ms, silence_ms, whole_ms, status, source, created_at, "
    "updated_at, hedge_ms";

std::vector<std::string> splitLines(const std::string &text)
{
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find('\n', from), text.size());
        if (to > from)
            lines.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return lines;
}

void addLine(std::string &to, std::string_view line)
{
    to.append(to.empty() ? "" : "\n").append(line);
}

Result<StoredEndpoint> endpointOf(const storage::Statement &row, const ops::CredentialBox &box)
{
    StoredEndpoint endpoint;
    EndpointSettings &settings = endpoint.settings;
    const auto number = [&row](int column) { return static_cast<int>(row.integer(column)); };
    endpoint.id = EndpointId(row.text(0));
    settings.name = row.text(1);
    settings.provider = row.text(2);
    settings.baseUrl = row.text(3);
    if (!row.isNull(4)) {
        auto opened = box.open(row.text(4), endpoint.id.text());
        if (!opened)
            return opened.error();
        endpoint.credential = std::move(*opened);
    }
    endpoint.credentialHint = row.text(5);
    for (const auto &line : splitLines(row.text(6))) {
        if (auto rule = ruleFromText(line))
            settings.models.push_back(std::move(*rule));
    }
    settings.priority = number(7);
    settings.weight = number(8);
    settings.maxConcurrency = number(9);
    settings.queueLength = number(10);
    settings.costPercent = number(11);
    settings.region = row.text(12);
    settings.headers = splitLines(row.text(13));
    settings.timeouts = {row.integer(14), row.integer(15), row.integer(16), row.integer(17), row.integer(22)};
    settings.status = endpointStatusByName(row.text(18)).value_or(EndpointStatus::Paused);
    endpoint.fromEnvironment = row.text(19) == "env";
    endpoint.createdAtMs = row.integer(20);
    endpoint.updatedAtMs = row.integer(21);
    return endpoint;
}

Result<void> done(const Result<std::int64_t> &ran)
{
    return ran ? Result<void>() : Result<void>(ran.error());
}

} // namespace

Result<std::vector<StoredEndpoint>> endpoints(storage::Connection &connection, const ops::CredentialBox &box)
{
    auto &list =
        connection.prepared("SELECT " + std::string(columns) + " FROM endpoints ORDER BY priority, created_at, id");
    std::vector<StoredEndpoint> found;
    auto more = list.next();
    for (; more && *more; more = list.next()) {
        auto endpoint = endpointOf(list, box);
        if (!endpoint) {
            list.reset();
            return endpoint.error();
        }
        found.push_back(std::move(*endpoint));
    }
    if (!more)
        return more.error();
    return found;
}

Result<std::optional<StoredEndpoint>> endpoint(storage::Connection &connection, const EndpointId &id,
                                               const ops::CredentialBox &box)
{
    auto &find = connection.prepared("SELECT " + std::string(columns) + " FROM endpoints WHERE id = ?");
    const auto row = find.bind(id.text()).next();
    if (!row)
        return row.error();
    std::optional<StoredEndpoint> found;
    if (*row) {
        auto endpoint = endpointOf(find, box);
        if (!endpoint) {
            find.reset();
            return endpoint.error();
        }
        found = std::move(*endpoint);
    }
    find.reset();
    return found;
}

Result<void> put(storage::Connection &connection, const StoredEndpoint &endpoint, const ops::CredentialBox &box)
{
    if (auto removed = remove(connection, endpoint.id); !removed)
        return removed;
    const EndpointSettings &settings = endpoint.settings;
    std::string models;
    for (const ModelRule &rule : settings.models)
        addLine(models, ruleText(rule));
    std::string headers;
    for (const auto &line : settings.headers)
        addLine(headers, line);
    const bool kept = !endpoint.fromEnvironment && !endpoint.credential.isEmpty();
    const std::string sealed = kept ? box.seal(endpoint.credential, endpoint.id.text()) : std::string();

    auto &insert =
        connection.prepared("INSERT INTO endpoints (" + std::string(columns) +
                            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(endpoint.id.text()).bind(settings.name).bind(settings.provider).bind(settings.baseUrl);
    if (kept)
        insert.bindBlob(sealed);
    else
        insert.bindNull();
    return done(insert.bind(endpoint.credentialHint)
                    .bind(models)
                    .bind(settings.priority)
                    .bind(settings.weight)
                    .bind(settings.maxConcurrency)
                    .bind(settings.queueLength)
                    .bind(settings.costPercent)
                    .bind(settings.region)
                    .bind(headers)
                    .bind(settings.timeouts.connectMs)
                    .bind(settings.timeouts.firstByteMs)
                    .bind(settings.timeouts.silenceMs)
                    .bind(settings.timeouts.wholeMs)
                    .bind(endpointStatusName(settings.status))
                    .bind(endpoint.fromEnvironment ? "env" : "admin")
                    .bind(endpoint.createdAtMs)
                    .bind(endpoint.updatedAtMs)
                    .bind(settings.timeouts.hedgeMs)
                    .run());
}

Result<void> remove(storage::Connection &connection, const EndpointId &id)
{
    return done(connection.prepared("DELETE FROM endpoints WHERE id = ?").bind(id.text()).run());
}

Result<bool> nameTaken(storage::Connection &connection, std::string_view name, const EndpointId &except)
{
    auto &find = connection.prepared("SELECT 1 FROM endpoints WHERE name = ? AND id <> ? LIMIT 1");
    const auto row = find.bind(name).bind(except.text()).next();
    if (!row)
        return row.error();
    find.reset();
    return *row;
}

} // namespace beaver::routing::store
