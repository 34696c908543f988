#include <server/audit/audit_log.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>

namespace beaver::audit {

namespace {

constexpr std::size_t hashBytes = 32;
#define AUDIT_COLUMNS "id, at, actor, action, subject, before_json, after_json, hash, via, address, request_id"

void put(std::string &to, std::string_view text)
{
    to += std::to_string(text.size());
    to += ':';
    to += text;
    to += ',';
}

void bindJson(storage::Statement &statement, const std::string &json)
{
    if (json.empty())
        statement.bindNull();
    else
        statement.bind(json);
}

std::string likePattern(std::string_view text)
{
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\')
            pattern += '\\';
        pattern += c;
    }
    return pattern + '%';
}

Line lineOf(const storage::Statement &row)
{
    Line line;
    line.id = row.integer(0);
    line.atMs = row.integer(1);
    line.action.actor.account = row.text(2);
    line.action.action = row.text(3);
    line.action.subject = row.text(4);
    line.action.before = row.text(5);
    line.action.after = row.text(6);
    line.hash = row.text(7);
    line.action.actor.via = row.text(8);
    line.action.actor.address = row.text(9);
    line.action.actor.requestId = row.text(10);
    return line;
}

} // namespace

std::string lineHash(std::string_view previous, const Line &line)
{
    std::string input(previous);
    put(input, std::to_string(line.id));
    put(input, std::to_string(line.atMs));
    const Actor &actor = line.action.actor;
    put(input, actor.account);
    put(input, line.action.action);
    put(input, line.action.subject);
    put(input, line.action.before);
    put(input, line.action.after);
    if (!actor.via.empty() || !actor.address.empty() || !actor.requestId.empty()) {
        put(input, actor.via);
        put(input, actor.address);
        put(input, actor.requestId);
    }
    std::string hash(hashBytes, '\0');
    crypto_generichash(reinterpret_cast<unsigned char *>(hash.data()), hash.size(),
                       reinterpret_cast<const unsigned char *>(input.data()), input.size(), nullptr, 0);
    return hash;
}

Result<void> append(storage::Connection &connection, const Action &action, std::int64_t nowMs)
{
    auto &last = connection.prepared("SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1");
    const auto found = last.next();
    if (!found)
        return found.error();
    Line line{*found ? last.integer(0) + 1 : 1, nowMs, action, {}};
    const std::string previous = *found ? last.text(1) : std::string(hashBytes, '\0');
    last.reset();
    line.hash = lineHash(previous, line);

    auto &insert =
        connection.prepared("INSERT INTO audit_log (id, at, actor, action, subject, before_json, after_json, hash, "
                            "via, address, request_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const Actor &actor = line.action.actor;
    insert.bind(line.id).bind(line.atMs).bind(actor.account).bind(line.action.action).bind(line.action.subject);
    bindJson(insert, line.action.before);
    bindJson(insert, line.action.after);
    const auto inserted = insert.bindBlob(line.hash).bind(actor.via).bind(actor.address).bind(actor.requestId).run();
    return inserted ? Result<void>() : Result<void>(inserted.error());
}

Result<std::vector<Line>> search(storage::Connection &connection, const Query &query)
{
    // Only what is asked for stands in the statement, so that each form has its index.
    std::string sql = "SELECT " AUDIT_COLUMNS " FROM audit_log";
    std::vector<std::string> texts;
    std::vector<std::int64_t> numbers;
    bool first = true;
    const auto where = [&](std::string_view condition) {
        sql.append(std::exchange(first, false) ? " WHERE " : " AND ").append(condition);
    };
    const auto text = [&](std::string_view condition, const std::string &value, int times = 1) {
        where(condition);
        for (int time = 0; time < times; ++time)
            texts.push_back(value);
    };
    if (!query.actor.empty())
        text("actor = ?", query.actor);
    if (query.action.ends_with('.')) {
        text("action >= ?", query.action);
        std::string end = query.action;
        ++end.back();
        text("action < ?", end);
    } else if (!query.action.empty()) {
        text("action = ?", query.action);
    }
    if (!query.subject.empty())
        text("subject = ?", query.subject);
    if (!query.text.empty())
        text("(actor LIKE ? ESCAPE '\\' OR subject LIKE ? ESCAPE '\\' OR address LIKE ? ESCAPE '\\' OR request_id LIKE "
             "? "
             "ESCAPE '\\' OR before_json LIKE ? ESCAPE '\\' OR after_json LIKE ? ESCAPE '\\')",
             likePattern(query.text), 6);
    const auto number = [&](std::string_view condition, std::int64_t value) {
        if (value == 0)
            return;
        where(condition);
        numbers.push_back(value);
    };
    number("at >= ?", query.fromMs);
    number("at < ?", query.untilMs);
    number("id < ?", query.beforeId);
    auto &list = connection.prepared(sql + " ORDER BY id DESC LIMIT ?");
    for (const std::string &value : texts)
        list.bind(value);
    for (const std::int64_t value : numbers)
        list.bind(value);
    list.bind(query.limit);
    std::vector<Line> found;
    auto more = list.next();
    for (; more && *more; more = list.next())
        found.push_back(lineOf(list));
    if (!more)
        return more.error();
    return found;
}

Result<std::vector<Line>> lines(storage::Connection &connection, int limit, std::int64_t beforeId,
                                std::string_view subject)
{
    Query query;
    query.limit = limit;
    query.beforeId = beforeId;
    query.subject = subject;
    return search(connection, query);
}

Result<Proof> prove(storage::Connection &connection)
{
    auto &list = connection.prepared("SELECT " AUDIT_COLUMNS " FROM audit_log ORDER BY id");
    Proof proof;
    std::string previous(hashBytes, '\0');
    auto more = list.next();
    for (; more && *more; more = list.next()) {
        const Line line = lineOf(list);
        ++proof.checked;
        if (proof.firstBad == 0 && (line.id != proof.checked || line.hash != lineHash(previous, line)))
            proof.firstBad = line.id;
        previous = line.hash;
    }
    if (!more)
        return more.error();
    std::array<char, 2 * hashBytes + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char *>(previous.data()),
                   std::min(previous.size(), hashBytes));
    proof.head = hex.data();
    return proof;
}

} // namespace beaver::audit
