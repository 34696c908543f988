#include <server/http/dialects/short_numbers.h>

#include <charconv>

namespace beaver::http {

namespace {

using Numbers = std::map<std::string, std::int64_t>;

std::string_view kindName(Numbered kind)
{
    return kind == Numbered::Account ? "account" : "key";
}

Result<Numbers> readNumbers(storage::Connection &connection, Numbered kind, const std::vector<std::string> &ids)
{
    Numbers numbers;
    auto &find = connection.prepared("SELECT number FROM short_numbers WHERE kind = ? AND id = ?");
    for (const auto &id : ids) {
        const auto found = find.bind(kindName(kind)).bind(id).next();
        if (!found)
            return found.error();
        if (*found)
            numbers[id] = find.integer(0);
        find.reset();
    }
    return numbers;
}

Result<void> giveNumbers(storage::Connection &connection, Numbered kind, const std::vector<std::string> &ids)
{
    auto &give =
        connection.prepared("INSERT INTO short_numbers (kind, id, number) SELECT ?, ?, coalesce(max(number), 0) + 1 "
                            "FROM short_numbers WHERE kind = ? ON CONFLICT DO NOTHING");
    for (const auto &id : ids) {
        const auto given = give.bind(kindName(kind)).bind(id).bind(kindName(kind)).run();
        if (!given)
            return given.error();
    }
    return {};
}

} // namespace

QCoro::Task<Result<Numbers>> numbersOf(ops::EventLoop &loop, storage::Database &database, Numbered kind,
                                       std::vector<std::string> ids)
{
    const auto ask = [&] {
        return database.read(
            loop, [kind, ids](storage::Connection &connection) { return readNumbers(connection, kind, ids); });
    };
    auto reading = ask();
    auto numbers = co_await reading;
    if (!numbers || numbers->size() == ids.size())
        co_return numbers;
    std::vector<std::string> without;
    for (const auto &id : ids) {
        if (!numbers->contains(id))
            without.push_back(id);
    }
    auto writing = database.write(
        loop, [kind, without](storage::Connection &connection) { return giveNumbers(connection, kind, without); });
    const auto written = co_await writing;
    if (!written)
        co_return written.error();
    auto again = ask();
    co_return co_await again;
}

QCoro::Task<Result<std::string>> idOf(ops::EventLoop &loop, storage::Database &database, Numbered kind,
                                      std::string text)
{
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size())
        co_return text;
    auto reading = database.read(loop, [kind, number](storage::Connection &connection) -> Result<std::string> {
        auto &find = connection.prepared("SELECT id FROM short_numbers WHERE kind = ? AND number = ?")
                         .bind(kindName(kind))
                         .bind(number);
        const auto found = find.next();
        if (!found)
            return found.error();
        std::string id = *found ? find.text(0) : std::string();
        find.reset();
        return id;
    });
    co_return co_await reading;
}

} // namespace beaver::http
