#include <QClipboard>
#include <QCollator>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QLocale>
#include <QTimer>
#include <QUrl>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/plain_record.h>
#include <admin-ui/models/record_table.h>

#include <algorithm>
#include <chrono>
#include <numeric>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kept = 10'000;    // rows; a call takes about 10 KB
constexpr std::size_t keptLive = 5'000; // rows of a tail that runs for hours
constexpr int polled = 200;             // what every list of the server takes: 100 new rows a second

/// The number a cell's text stands for, so that a column of amounts sorts by amount.
std::optional<double> numberOf(const QVariantMap &cell)
{
    const QString own = cell.contains(u"copy"_s) ? cell[u"copy"_s].toString() : cell[u"sort"_s].toString();
    bool sound = false;
    const double number = own.toDouble(&sound);
    return sound ? std::optional(number) : std::nullopt;
}

} // namespace

RecordTable::RecordTable(QObject *parent)
    : QAbstractListModel(parent)
{}

void RecordTable::setSession(Session *session)
{
    if (m_session == session)
        return;
    m_session = session;
    if (m_session) {
        connect(m_session, &Session::stored, this, [this](const QString &stored) {
            if (m_spec && m_spec->watches.contains(stored) && m_loaded)
                reload();
        });
        connect(m_session, &Session::reconnected, this, [this] {
            if (m_failure)
                retry();
        });
        connect(m_session, &Session::namesLearned, this, &RecordTable::redraw);
        connect(m_session, &Session::namesLearned, this, &RecordTable::filtersChanged);
    }
    begin();
}

void RecordTable::setKind(const QString &kind)
{
    if (m_kind == kind)
        return;
    m_kind = kind;
    m_spec = tableSpec(kind);
    m_chosen.clear();
    m_usual = usualPlaces();
    begin();
}

void RecordTable::setActive(bool active)
{
    if (m_active == active)
        return;
    m_active = active;
    begin();
}

void RecordTable::begin()
{
    Q_EMIT specChanged();
    if (m_session && m_spec && m_active && !m_loaded && !m_loading)
        reload();
}

void RecordTable::redraw()
{
    for (Row &row : m_rows)
        row.cells.clear();
    if (count())
        Q_EMIT dataChanged(index(0), index(count() - 1), {CellsRole});
}

void RecordTable::setFacts(const QVariantMap &facts)
{
    if (m_facts == facts)
        return;
    m_facts = facts;
    redraw();
    Q_EMIT specChanged();
}

QVariantList RecordTable::columns() const
{
    QVariantList list;
    for (const int place : shownPlaces()) {
        const Column &column = m_spec->columns[static_cast<std::size_t>(place)];
        // What somebody chose goes only where there is no room at all.
        list.append(QVariantMap{{u"title"_s, column.title},
                                {u"kind"_s, column.kind},
                                {u"width"_s, column.width},
                                {u"hideBelow"_s, m_chosen.empty() ? column.hideBelow : 0}});
    }
    return list;
}

std::vector<int> RecordTable::shownPlaces() const
{
    return m_chosen.empty() ? m_usual : m_chosen;
}

std::vector<int> RecordTable::usualPlaces() const
{
    std::vector<int> all;
    for (std::size_t place = 0; m_spec && place < m_spec->columns.size(); ++place)
        if (!m_spec->columns[place].extra)
            all.push_back(static_cast<int>(place));
    return all;
}

QVariantList RecordTable::chosenColumns() const
{
    QVariantList places;
    for (const int place : m_chosen)
        places.append(place);
    return places;
}

void RecordTable::setChosenColumns(const QVariantList &places)
{
    std::vector<int> chosen;
    const int most = m_spec ? static_cast<int>(m_spec->columns.size()) : 0;
    for (const QVariant &each : places)
        if (const int place = each.toInt();
            place >= 0 && place < most && std::ranges::find(chosen, place) == chosen.end())
            chosen.push_back(place);
    choose(std::move(chosen));
}

void RecordTable::choose(std::vector<int> places)
{
    if (places == m_usual)
        places.clear();
    if (m_chosen == places)
        return;
    // A view draws its rows by the columns: it makes them anew with these.
    beginResetModel();
    m_chosen = std::move(places);
    if (sortColumn() < 0 && m_sortColumn >= 0) {
        m_sortColumn = -1;
        m_descending = true;
        m_order = orderOf(m_rows);
    }
    endResetModel();
    Q_EMIT specChanged();
    Q_EMIT stateChanged();
}

QVariantList RecordTable::columnChoices() const
{
    QVariantList list;
    const std::vector<int> shown = shownPlaces();
    const auto add = [&](int place, bool isShown) {
        list.append(QVariantMap{{u"place"_s, place},
                                {u"title"_s, m_spec->columns[static_cast<std::size_t>(place)].title},
                                {u"shown"_s, isShown}});
    };
    for (const int place : shown)
        add(place, true);
    for (int place = 0; m_spec && place < static_cast<int>(m_spec->columns.size()); ++place)
        if (std::ranges::find(shown, place) == shown.end())
            add(place, false);
    return list;
}

void RecordTable::showColumn(int place, bool shown)
{
    std::vector<int> places = shownPlaces();
    const auto at = std::ranges::find(places, place);
    if ((at != places.end()) == shown || (!shown && places.size() == 1))
        return;
    if (shown) {
        // Back to where it belongs: before the first that comes after it.
        places.insert(std::ranges::find_if(places, [place](int each) { return each > place; }), place);
    } else {
        places.erase(at);
    }
    choose(std::move(places));
}

void RecordTable::moveColumn(int place, int by)
{
    std::vector<int> places = shownPlaces();
    const auto at = std::ranges::find(places, place) - places.begin();
    const auto to = at + by;
    if (at == std::ssize(places) || to < 0 || to >= std::ssize(places))
        return;
    std::swap(places[static_cast<std::size_t>(at)], places[static_cast<std::size_t>(to)]);
    choose(std::move(places));
}

int RecordTable::sortColumn() const
{
    const std::vector<int> &shown = m_chosen.empty() ? m_usual : m_chosen;
    const auto at = std::ranges::find(shown, m_sortColumn);
    return at == shown.end() ? -1 : static_cast<int>(at - shown.begin());
}

QVariantList RecordTable::filterChoices() const
{
    QVariantList list;
    if (m_spec)
        for (const Filter &filter : m_spec->filters) {
            QVariantList options;
            for (const auto &[value, title] : filter.options)
                options.append(QVariantMap{{u"value"_s, value}, {u"title"_s, title}});
            list.append(QVariantMap{{u"name"_s, filter.name}, {u"title"_s, filter.title}, {u"options"_s, options}});
        }
    return list;
}

namespace {

QString filterTitle(const QString &name)
{
    const std::pair<const char *, const char *> titles[]{
        {"account", QT_TRANSLATE_NOOP("Tables", "Account")},   {"model", QT_TRANSLATE_NOOP("Tables", "Model")},
        {"key", QT_TRANSLATE_NOOP("Tables", "Key")},           {"endpoint", QT_TRANSLATE_NOOP("Tables", "Endpoint")},
        {"category", QT_TRANSLATE_NOOP("Tables", "Category")}, {"reason", QT_TRANSLATE_NOOP("Tables", "Reason")},
        {"project", QT_TRANSLATE_NOOP("Tables", "Project")}};
    for (const auto &[known, title] : titles)
        if (name == QLatin1StringView(known))
            return QCoreApplication::translate("Tables", title);
    return wordText(name);
}

} // namespace

QVariantList RecordTable::otherFilters() const
{
    if (!m_spec || !m_session)
        return {};
    QVariantList list;
    const auto add = [&list](const QString &name, const QString &title, const QString &text) {
        list.append(QVariantMap{{u"name"_s, name}, {u"title"_s, title}, {u"text"_s, text}});
    };
    for (auto each = m_filters.begin(); each != m_filters.end(); ++each) {
        const QString value = each.value().toString();
        const bool offered =
            std::ranges::any_of(m_spec->filters, [&each](const Filter &filter) { return filter.name == each.key(); });
        if (offered || value.isEmpty() || (each.key() == "until"_L1 && m_filters.contains(u"from"_s)))
            continue;
        if (each.key() == "from"_L1 || each.key() == "until"_L1)
            add(each.key(), tr("Time"), periodText(m_filters[u"from"_s].toString(), m_filters[u"until"_s].toString()));
        else
            add(each.key(), filterTitle(each.key()), m_session->nameOf(value));
    }
    return list;
}

void RecordTable::dropFilter(const QString &name)
{
    QVariantMap filters = m_filters;
    filters.remove(name);
    if (name == "from"_L1)
        filters.remove(u"until"_s);
    setFilters(filters);
}

QString RecordTable::basePath() const
{
    QString path = m_session->operates() || m_spec->ownPath.isEmpty() ? m_spec->path : m_spec->ownPath;
    for (auto each = m_within.begin(); each != m_within.end(); ++each)
        path.replace(u'{' + each.key() + u'}', QString::fromLatin1(QUrl::toPercentEncoding(each.value().toString())));
    return path;
}

QString RecordTable::askedSearch() const
{
    return !m_spec || m_spec->searchedAs.isEmpty() || (m_answered.isEmpty() && isWhole()) ? QString() : m_search;
}

QString RecordTable::query(const QString &after, int limit) const
{
    QString path = basePath() + u"?limit=%1"_s.arg(limit);
    const auto add = [&path](const QString &name, const QString &value) {
        if (!value.isEmpty())
            path += u'&' + name + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(value));
    };
    add(u"after"_s, after);
    add(m_spec->searchedAs, askedSearch());
    for (auto each = m_filters.begin(); each != m_filters.end(); ++each)
        add(each.key(), each.value().toString());
    return path;
}

void RecordTable::setFilters(const QVariantMap &filters)
{
    if (m_filters == filters)
        return;
    m_filters = filters;
    Q_EMIT filtersChanged();
    startOver();
}

void RecordTable::setWithin(const QVariantMap &within)
{
    if (m_within == within)
        return;
    m_within = within;
    Q_EMIT filtersChanged();
    startOver();
}

void RecordTable::startOver()
{
    beginResetModel();
    m_rows.clear();
    m_order.clear();
    m_ids.clear();
    m_loaded = false;
    deselect();
    endResetModel();
    if (m_session && m_spec && m_active)
        reload();
}

void RecordTable::setFilter(const QString &name, const QString &value)
{
    QVariantMap filters = m_filters;
    if (value.isEmpty())
        filters.remove(name);
    else
        filters[name] = value;
    setFilters(filters);
}

void RecordTable::clearFilters()
{
    setSearch({});
    setFilters({});
}

void RecordTable::setSearch(const QString &search)
{
    if (m_search == search)
        return;
    m_search = search;
    if (m_allMatching)
        deselect();
    arrange();
    Q_EMIT stateChanged();
    if (!m_session || !m_spec || !m_active)
        return;
    if (!m_loaded || askedSearch() != m_answered) {
        reload();
        return;
    }
    if (m_loading && m_sought != askedSearch()) { // nobody wants that any more
        ++m_request;
        m_loading = false;
        Q_EMIT stateChanged();
    }
    lookOn();
}

void RecordTable::sortBy(int shown)
{
    const std::vector<int> places = shownPlaces();
    if (shown < 0 || shown >= std::ssize(places))
        return;
    const int column = places[static_cast<std::size_t>(shown)];
    if (m_sortColumn != column) {
        m_sortColumn = column;
        m_descending = true;
    } else if (m_descending) {
        m_descending = false;
    } else {
        m_sortColumn = -1;
        m_descending = true;
    }
    arrange();
    Q_EMIT stateChanged();
}

void RecordTable::setLive(bool live)
{
    if (m_live == live)
        return;
    m_live = live;
    if (m_live && hasEarlier())
        reload();
    if (m_live)
        poll();
    Q_EMIT stateChanged();
}

void RecordTable::poll()
{
    if (!m_live)
        return;
    QTimer::singleShot(m_pollInterval, this, [this] {
        if (!m_live || !m_session->isSignedIn())
            return;
        const QString asked = query({}, polled);
        m_session->send({ApiRequest::Verb::Get, asked}, this, [this, asked](const Outcome<JsonValue> &page) {
            if (page && asked == query({}, polled) && askedSearch() == m_answered) {
                std::vector<Row> added;
                for (const JsonValue &item : (*page)["data"_L1].items())
                    if (!m_ids.contains(idOf(item)))
                        added.push_back({item, {}, {}, true});
                if (!added.empty()) {
                    for (const Row &row : added)
                        m_ids.insert(idOf(row.json));
                    added.insert(added.end(), m_rows.begin(), m_rows.end());
                    if (added.size() > keptLive) {
                        for (std::size_t i = keptLive; i < added.size(); ++i)
                            m_ids.remove(idOf(added[i].json));
                        added.erase(added.begin() + keptLive, added.end());
                        m_hasGap = true;
                        m_hasMore = false; // what the server would go on with lies behind the gap
                    }
                    m_pages = {{{}, added.size()}};
                    m_firstPage = 0;
                    replace(std::move(added));
                    Q_EMIT stateChanged();
                }
            }
            poll();
        });
    });
}

void RecordTable::reload()
{
    m_wantsEarlier = false;
    load({});
}

void RecordTable::loadMore()
{
    if (m_loading || !m_hasMore)
        return;
    m_wantsEarlier = false;
    load(m_next);
}

void RecordTable::loadEarlier()
{
    if (m_loading || !hasEarlier() || !isPlain())
        return;
    m_wantsEarlier = true;
    load(m_pages[m_firstPage - 1].after);
}

int RecordTable::letGo() const
{
    return std::accumulate(m_pages.begin(), m_pages.begin() + static_cast<std::ptrdiff_t>(m_firstPage), 0,
                           [](int sum, const Page &page) { return sum + static_cast<int>(page.rows); });
}

void RecordTable::copyDetails() const
{
    if (m_failure)
        QGuiApplication::clipboard()->setText(m_session->detailsOf(*m_failure, query(m_asked, m_spec->pageSize)));
}

void RecordTable::retry()
{
    load(m_asked);
}

void RecordTable::load(const QString &after)
{
    if (!m_session || !m_spec)
        return;
    m_asked = after;
    m_sought = askedSearch();
    m_loading = true;
    m_failure.reset();
    Q_EMIT stateChanged();
    m_session->send({ApiRequest::Verb::Get, query(after, m_spec->pageSize)}, this,
                    [this, after, request = ++m_request](const Outcome<JsonValue> &page) {
                        if (request != m_request)
                            return;
                        m_loading = false;
                        if (page && (*page)["data"_L1].isArray()) {
                            m_answered = m_sought;
                            if (m_wantsEarlier)
                                takeEarlier(*page);
                            else
                                take(*page, after.isEmpty());
                            lookOn();
                        } else {
                            m_failure = page ? ApiError{ApiError::Kind::BadAnswer} : page.error();
                        }
                        Q_EMIT stateChanged();
                    });
}

void RecordTable::take(const JsonValue &page, bool first)
{
    m_next = page["next"_L1].plain();
    m_hasMore = page["has_more"_L1].truth().value_or(false) && !m_next.isEmpty();
    if (!first) {
        const std::size_t before = m_rows.size();
        append(page["data"_L1].items());
        m_pages.push_back({m_asked, m_rows.size() - before});
        trim(true);
        return;
    }
    m_loaded = true;
    m_hasGap = false;
    std::vector<Row> rows;
    m_ids.clear();
    for (const JsonValue &item : page["data"_L1].items()) {
        m_ids.insert(idOf(item));
        rows.push_back({item});
    }
    m_pages = {{{}, rows.size()}};
    m_firstPage = 0;
    replace(std::move(rows));
    countAll();
    Q_EMIT stateChanged();
}

void RecordTable::lookOn()
{
    constexpr std::size_t few = 25;
    constexpr std::size_t mostHere = 5'000; // rows that are asked for to be searched here
    if (m_loading)
        return;
    // A list that was here whole isn't any more.
    if (askedSearch() != m_answered)
        reload();
    else if (m_hasMore && m_order.size() < few && (!searchesHere() || m_rows.size() < mostHere))
        loadMore();
}

void RecordTable::takeEarlier(const JsonValue &page)
{
    m_wantsEarlier = false;
    std::vector<Row> rows;
    for (const JsonValue &item : page["data"_L1].items())
        if (!m_ids.contains(idOf(item))) {
            m_ids.insert(idOf(item));
            rows.push_back({item});
        }
    const int added = static_cast<int>(rows.size());
    m_pages[--m_firstPage].rows = rows.size();
    if (!isPlain() || added == 0) {
        m_rows.insert(m_rows.begin(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
        arrange();
        return;
    }
    beginInsertRows({}, 0, added - 1);
    m_rows.insert(m_rows.begin(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    m_order = orderOf(m_rows);
    endInsertRows();
    Q_EMIT earlierLoaded(added);
    trim(false);
}

void RecordTable::trim(bool fromFront)
{
    // Sorted or searched rows stand in an order of their own: none of them is left behind. The half beyond is left
    // alone, so that not every page costs a removal.
    if (!isPlain() || m_rows.size() < kept + kept / 2)
        return;
    std::size_t gone = 0;
    if (fromFront) {
        while (m_rows.size() - gone > kept && m_firstPage + 1 < m_pages.size())
            gone += m_pages[m_firstPage++].rows;
        remove(0, gone);
    } else {
        while (m_rows.size() - gone > kept && m_firstPage + 1 < m_pages.size()) {
            gone += m_pages.back().rows;
            m_next = m_pages.back().after;
            m_hasMore = true;
            m_pages.pop_back();
        }
        remove(m_rows.size() - gone, gone);
    }
    Q_EMIT stateChanged();
}

void RecordTable::remove(std::size_t first, std::size_t count)
{
    if (count == 0)
        return;
    beginRemoveRows({}, static_cast<int>(first), static_cast<int>(first + count) - 1);
    const auto from = m_rows.begin() + static_cast<std::ptrdiff_t>(first);
    const auto to = from + static_cast<std::ptrdiff_t>(count);
    for (auto row = from; row != to; ++row)
        m_ids.remove(idOf(row->json));
    m_rows.erase(from, to);
    m_order = orderOf(m_rows);
    endRemoveRows();
}

void RecordTable::append(const std::vector<JsonValue> &rows)
{
    m_loaded = true;
    for (const JsonValue &item : rows) {
        const QString id = idOf(item);
        // What was made since the first page was read is on top already.
        if (!id.isEmpty() && m_ids.contains(id))
            continue;
        m_ids.insert(id);
        m_rows.push_back({item});
    }
    arrange();
    Q_EMIT stateChanged();
}

void RecordTable::replace(std::vector<Row> rows)
{
    // Views read rows between the signals, so the old rows stay until what is gone has been told.
    std::vector<int> order = orderOf(rows);
    const auto same = [&](std::size_t before, std::size_t after) {
        return idOf(m_rows[static_cast<std::size_t>(m_order[before])].json) ==
               idOf(rows[static_cast<std::size_t>(order[after])].json);
    };
    std::size_t head = 0;
    while (head < m_order.size() && head < order.size() && same(head, head))
        ++head;
    std::size_t tail = 0;
    while (tail < m_order.size() - head && tail < order.size() - head &&
           same(m_order.size() - 1 - tail, order.size() - 1 - tail))
        ++tail;
    const auto at = [](std::size_t place) { return static_cast<std::ptrdiff_t>(place); };
    if (m_order.size() > head + tail) {
        beginRemoveRows({}, static_cast<int>(head), static_cast<int>(m_order.size() - tail) - 1);
        m_order.erase(m_order.begin() + at(head), m_order.end() - at(tail));
        endRemoveRows();
    }
    if (order.size() > head + tail) {
        beginInsertRows({}, static_cast<int>(head), static_cast<int>(order.size() - tail) - 1);
        m_rows = std::move(rows);
        m_order = std::move(order);
        endInsertRows();
    } else {
        m_rows = std::move(rows);
        m_order = std::move(order);
    }
    if (head + tail > 0)
        Q_EMIT dataChanged(index(0), index(count() - 1));
}

std::vector<int> RecordTable::orderOf(const std::vector<Row> &rows) const
{
    std::vector<int> order(rows.size());
    std::iota(order.begin(), order.end(), 0);
    if (searchesHere()) {
        const QString wanted = m_search.toLower();
        std::erase_if(order,
                      [&](int place) { return !wordsOf(rows[static_cast<std::size_t>(place)]).contains(wanted); });
    }
    if (m_sortColumn < 0 || !m_spec)
        return order;
    struct Key
    {
        double number = 0;
        QString text = {};
    };
    std::vector<Key> keys(rows.size());
    for (const int place : order) {
        const QVariantMap cell = cellsOf(rows[static_cast<std::size_t>(place)]).value(m_sortColumn).toMap();
        const auto number = numberOf(cell);
        keys[static_cast<std::size_t>(place)] = {number.value_or(-1e300),
                                                 number ? QString() : cell[u"text"_s].toString().toCaseFolded()};
    }
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        const Key &left = keys[static_cast<std::size_t>(m_descending ? b : a)];
        const Key &right = keys[static_cast<std::size_t>(m_descending ? a : b)];
        return left.number != right.number ? left.number < right.number : left.text < right.text;
    });
    return order;
}

void RecordTable::arrange()
{
    std::vector<int> order = orderOf(m_rows);
    // Rows that only came to the end are inserted, so that the view stays where it is.
    if (order.size() > m_order.size() && !m_order.empty() &&
        std::equal(m_order.begin(), m_order.end(), order.begin())) {
        beginInsertRows({}, count(), static_cast<int>(order.size()) - 1);
        m_order = std::move(order);
        endInsertRows();
        return;
    }
    beginResetModel();
    m_order = std::move(order);
    endResetModel();
}

QString RecordTable::state() const
{
    if (showsFailure())
        return m_failure->kind == ApiError::Kind::Forbidden ? u"forbidden"_s
               : m_failure->isOffline()                     ? u"offline"_s
                                                            : u"error"_s;
    if (!m_order.empty())
        return u"ready"_s;
    if (!m_loaded || (m_loading && (m_hasMore || askedSearch() != m_answered)))
        return u"loading"_s;
    return m_search.isEmpty() && m_filters.isEmpty() ? u"empty"_s : u"noMatch"_s;
}

const QVariantList &RecordTable::cellsOf(const Row &row) const
{
    if (row.cells.isEmpty()) {
        row.cells = m_spec->cells(row.json);
        if (m_spec->complete)
            m_spec->complete(row.cells, row.json, m_facts);
        for (QVariant &each : row.cells) {
            QVariantMap cell = each.toMap();
            const QString id = cell[u"text"_s].toString();
            if (cell.contains(u"itself"_s))
                continue;
            if (!id.startsWith("acc_"_L1) && !id.startsWith("end_"_L1) && !id.startsWith("prj_"_L1))
                continue;
            cell[u"text"_s] = m_session->nameOf(id);
            cell[u"exact"_s] = id;
            each = cell;
        }
    }
    return row.cells;
}

const QString &RecordTable::wordsOf(const Row &row) const
{
    if (row.words.isEmpty())
        row.words = searched(row.json);
    return row.words;
}

QString RecordTable::searched(const JsonValue &record)
{
    QString words;
    for (const JsonValue &item : record.items())
        if (item.isString())
            words += item.string().toLower() + u'\n';
    return words;
}

QString RecordTable::idOf(const JsonValue &json) const
{
    return m_spec->idOf ? m_spec->idOf(json) : json.at(m_spec->idMember).plain();
}

int RecordTable::rowOf(const QString &recordId) const
{
    for (int row = 0; row < count(); ++row)
        if (idOf(shown(row).json) == recordId)
            return row;
    return -1;
}

QString RecordTable::titleOf(const QString &recordId) const
{
    return record(rowOf(recordId)).value(u"title"_s, recordId).toString();
}

QVariantMap RecordTable::record(int row) const
{
    if (row < 0 || row >= count())
        return {};
    QVariantMap map = m_within;
    const JsonValue &json = shown(row).json;
    map.insert(plainRecord(json));
    const QString own = json.at(m_spec->idMember).plain();
    map[u"id"_s] = own.isEmpty() ? idOf(json) : own;
    const QString title = json.at(m_spec->titleMember).plain();
    map[u"title"_s] = title.isEmpty() ? idOf(json) : title;
    return map;
}

QStringList RecordTable::actions(int row) const
{
    if (!m_spec || row < 0 || row >= count())
        return {};
    const JsonValue &json = shown(row).json;
    return m_spec->actionsWithin ? m_spec->actionsWithin(json, *m_session, m_within)
           : m_spec->actions     ? m_spec->actions(json, *m_session)
                                 : QStringList();
}

QString RecordTable::copyText(int row) const
{
    return row < 0 || row >= count() ? QString() : idOf(shown(row).json);
}

int RecordTable::total() const
{
    if (!m_session || !m_spec || !m_loaded || searchesHere())
        return -1;
    return isWhole() ? loadedCount() : m_counted == query({}, 1) ? m_total : -1;
}

QString RecordTable::countText() const
{
    if (state() != "ready"_L1)
        return {};
    const int known = total();
    return QLocale().toString(known >= 0 ? known : loadedCount()) + (known < 0 && m_hasMore ? u"+"_s : QString());
}

void RecordTable::countAll()
{
    if (!m_spec->counted || !m_hasMore)
        return;
    const QString asked = query({}, 1);
    m_session->send({ApiRequest::Verb::Get, asked + u"&count=true"_s}, this,
                    [this, asked](const Outcome<JsonValue> &told) {
                        const auto total = told ? (*told)["total"_L1].integer() : std::nullopt;
                        m_counted = asked;
                        m_total = total ? static_cast<int>(*total) : -1;
                        Q_EMIT stateChanged();
                        Q_EMIT selectionChanged();
                    });
}

int RecordTable::selectedCount() const
{
    return m_allMatching ? std::max(total(), loadedCount()) : static_cast<int>(m_selected.size());
}

bool RecordTable::mayMatchAll() const
{
    return m_spec && m_spec->counted && !m_allMatching && count() > 0 && m_selected.size() >= count() && !isWhole() &&
           !searchesHere();
}

void RecordTable::selectMatching()
{
    if (!mayMatchAll())
        return;
    m_allMatching = true;
    Q_EMIT selectionChanged();
}

void RecordTable::deselect()
{
    m_selected.clear();
    m_allMatching = false;
    Q_EMIT selectionChanged();
}

void RecordTable::toggleSelected(int row)
{
    if (row < 0 || row >= count())
        return;
    m_allMatching = false;
    const QString id = idOf(shown(row).json);
    if (!m_selected.remove(id))
        m_selected.insert(id);
    Q_EMIT dataChanged(index(row), index(row), {SelectedRole});
    Q_EMIT selectionChanged();
}

void RecordTable::selectBetween(int one, int other)
{
    if (std::min(one, other) < 0 || std::max(one, other) >= count())
        return;
    m_selected.clear();
    m_allMatching = false;
    for (int row = std::min(one, other); row <= std::max(one, other); ++row)
        m_selected.insert(idOf(shown(row).json));
    Q_EMIT dataChanged(index(0), index(count() - 1), {SelectedRole});
    Q_EMIT selectionChanged();
}

void RecordTable::selectAll()
{
    for (int row = 0; row < count(); ++row)
        m_selected.insert(idOf(shown(row).json));
    if (count())
        Q_EMIT dataChanged(index(0), index(count() - 1), {SelectedRole});
    Q_EMIT selectionChanged();
}

void RecordTable::clearSelection()
{
    deselect();
    if (count())
        Q_EMIT dataChanged(index(0), index(count() - 1), {SelectedRole});
}

QVariantList RecordTable::selectedRecords() const
{
    QVariantList records;
    for (int row = 0; row < count(); ++row)
        if (m_selected.contains(idOf(shown(row).json)))
            records.append(record(row));
    return records;
}

QVariantList RecordTable::pricePoints() const
{
    QVariantList points;
    for (const Row &row : m_rows) {
        const JsonValue &prices = row.json.at(u"list_prices.0");
        const auto input = prices["input"_L1].real();
        const auto output = prices["output"_L1].real();
        if (input && output && *input + *output > 0)
            points.append(QVariantMap{{u"name"_s, idOf(row.json)}, {u"value"_s, (*input + *output) / 2}});
    }
    return points;
}

QVariantList RecordTable::cutsOf(RecordTable *categories) const
{
    QVariantList cuts;
    if (categories)
        for (const Row &row : categories->m_rows)
            if (const auto cut = row.json["upper_cut_per_million"_L1].real())
                cuts.append(*cut);
    return cuts;
}

QString RecordTable::percentiles() const
{
    QStringList texts;
    for (const Row &row : m_rows)
        if (const auto percentile = row.json["percentile"_L1].integer(); percentile && *percentile < 100)
            texts.append(QString::number(*percentile));
    return texts.join(u", "_s);
}

QVariantMap RecordTable::categoryFacts() const
{
    QVariantMap facts;
    for (const Row &row : m_rows)
        if (const auto markup = row.json["markup_percent"_L1].real())
            facts[row.json["name"_L1].plain()] = *markup;
    return facts;
}

int RecordTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant RecordTable::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = shown(index.row());
    switch (role) {
    case RecordIdRole:
        return idOf(row.json);
    case Qt::DisplayRole:
    case TitleRole:
        return row.json.at(m_spec->titleMember).plain();
    case CellsRole: {
        if (m_chosen.empty() && m_usual.size() == m_spec->columns.size())
            return cellsOf(row);
        QVariantList cells;
        for (const int place : m_chosen.empty() ? m_usual : m_chosen)
            cells.append(cellsOf(row).value(place));
        return cells;
    }
    case DimmedRole:
        return m_spec->dimmed && m_spec->dimmed(row.json);
    case SelectedRole:
        return m_allMatching || m_selected.contains(idOf(row.json));
    case FreshRole:
        return row.fresh;
    default:
        return {};
    }
}

QHash<int, QByteArray> RecordTable::roleNames() const
{
    return {{RecordIdRole, "recordId"}, {TitleRole, "title"},       {CellsRole, "cells"},
            {DimmedRole, "dimmed"},     {SelectedRole, "selected"}, {FreshRole, "fresh"}};
}

} // namespace beaver::admin
