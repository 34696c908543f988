#pragma once

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QSet>
#include <QVariantMap>

#include <admin-ui/models/table_spec.h>

#include <chrono>

namespace beaver::admin {

/// The rows of one resource as far as they are loaded, page by page, sorted here, filtered on the server. A list that
/// is here whole is searched here, any other by the server where that can; until its answer has come, those of the rows
/// that are here stay that hold what is searched for.
/// Cells are made when they are asked for, so a hundred thousand rows cost their JSON only. In the server's order a
/// window of 10,000 rows is kept: what was left behind is let go page by page, and asked for again on the way back.
class RecordTable : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY specChanged REQUIRED FINAL)
    Q_PROPERTY(QString kind READ kind WRITE setKind NOTIFY specChanged FINAL)
    /// `{title, kind, width, hideBelow}` each, as they are shown.
    Q_PROPERTY(QVariantList columns READ columns NOTIFY specChanged FINAL)
    /// Which of the resource's columns are shown, in this order, by their places in it; empty for the usual ones.
    Q_PROPERTY(QVariantList chosenColumns READ chosenColumns WRITE setChosenColumns NOTIFY specChanged FINAL)
    /// `{place, title, shown}` of all, the shown ones first.
    Q_PROPERTY(QVariantList columnChoices READ columnChoices NOTIFY specChanged FINAL)
    /// `{name, title, options: [{value, title}]}` each.
    Q_PROPERTY(QVariantList filterChoices READ filterChoices NOTIFY specChanged FINAL)
    /// What the server narrows by; empty values count as not there.
    Q_PROPERTY(QVariantMap filters READ filters WRITE setFilters NOTIFY filtersChanged FINAL)
    /// `{name, title, text}` of the filters that `filterChoices` doesn't offer: where a link or a chart led.
    Q_PROPERTY(QVariantList otherFilters READ otherFilters NOTIFY filtersChanged FINAL)
    /// Whose records these are: what `{member}` in the path stands for. Each record carries it too.
    Q_PROPERTY(QVariantMap within READ within WRITE setWithin NOTIFY filtersChanged FINAL)
    Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY stateChanged FINAL)
    /// What is shown are the loaded rows that hold what is searched for, of perhaps more.
    Q_PROPERTY(bool searchesHere READ searchesHere NOTIFY stateChanged FINAL)
    Q_PROPERTY(int sortColumn READ sortColumn NOTIFY stateChanged FINAL)
    Q_PROPERTY(bool descending READ isDescending NOTIFY stateChanged FINAL)
    Q_PROPERTY(int count READ count NOTIFY stateChanged FINAL)
    Q_PROPERTY(int loadedCount READ loadedCount NOTIFY stateChanged FINAL)
    /// On all pages, of the present filters and search; negative while that isn't known.
    Q_PROPERTY(int total READ total NOTIFY stateChanged FINAL)
    /// The same for a page's head: of more than are loaded "100+" while the total isn't known; empty without rows.
    Q_PROPERTY(QString countText READ countText NOTIFY stateChanged FINAL)
    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged FINAL)
    Q_PROPERTY(bool hasMore READ hasMore NOTIFY stateChanged FINAL)
    /// Rows before the first one were let go.
    Q_PROPERTY(bool hasEarlier READ hasEarlier NOTIFY stateChanged FINAL)
    /// How many.
    Q_PROPERTY(int letGo READ letGo NOTIFY stateChanged FINAL)
    /// loading, ready, empty, noMatch, error, offline or forbidden.
    Q_PROPERTY(QString state READ state NOTIFY stateChanged FINAL)
    Q_PROPERTY(QString error READ error NOTIFY stateChanged FINAL)
    /// Rows are there, but what was asked for last didn't come.
    Q_PROPERTY(bool failedLater READ hasFailedLater NOTIFY stateChanged FINAL)
    Q_PROPERTY(QString requestId READ requestId NOTIFY stateChanged FINAL)
    Q_PROPERTY(QString emptyGlyph READ emptyGlyph NOTIFY specChanged FINAL)
    Q_PROPERTY(QString emptyTitle READ emptyTitle NOTIFY specChanged FINAL)
    Q_PROPERTY(QString emptyText READ emptyText NOTIFY specChanged FINAL)
    Q_PROPERTY(int selectedCount READ selectedCount NOTIFY selectionChanged FINAL)
    /// All rows that are loaded are selected, and there are more.
    Q_PROPERTY(bool mayMatchAll READ mayMatchAll NOTIFY selectionChanged FINAL)
    /// What the filters find is selected, loaded or not: for BulkRun.
    Q_PROPERTY(bool allMatching READ isAllMatching NOTIFY selectionChanged FINAL)
    /// Asks for new rows every two seconds and puts them on top.
    Q_PROPERTY(bool live READ isLive WRITE setLive NOTIFY stateChanged FINAL)
    /// What another source knows of the records: of models the categories' markups (categoryFacts), of endpoints their
    /// strips (EndpointHistory).
    Q_PROPERTY(QVariantMap facts READ facts WRITE setFacts NOTIFY specChanged FINAL)
    /// Loads nothing until it is true; a tab that nobody looked at costs nothing.
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY specChanged FINAL)

public:
    enum Role { RecordIdRole = Qt::UserRole + 1, TitleRole, CellsRole, DimmedRole, SelectedRole, FreshRole };

    explicit RecordTable(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(RecordTable)

    Session *session() const { return m_session; }
    void setSession(Session *session);
    QString kind() const { return m_kind; }
    void setKind(const QString &kind);
    QVariantList columns() const;
    QVariantList chosenColumns() const;
    /// What this table can't have, as none at all, is as empty.
    void setChosenColumns(const QVariantList &places);
    QVariantList columnChoices() const;
    /// The last one that is shown stays.
    Q_INVOKABLE void showColumn(int place, bool shown);
    /// Among the shown ones, by one before or after.
    Q_INVOKABLE void moveColumn(int place, int by);
    QVariantList filterChoices() const;
    QVariantMap filters() const { return m_filters; }
    void setFilters(const QVariantMap &filters);
    QVariantList otherFilters() const;
    QVariantMap within() const { return m_within; }
    void setWithin(const QVariantMap &within);
    QString search() const { return m_search; }
    void setSearch(const QString &search);
    bool searchesHere() const { return m_search != m_answered; }
    int sortColumn() const;
    bool isDescending() const { return m_descending; }
    int count() const { return static_cast<int>(m_order.size()); }
    int loadedCount() const { return static_cast<int>(m_rows.size()); }
    bool isLoading() const { return m_loading; }
    bool hasMore() const { return m_hasMore; }
    bool hasEarlier() const { return m_firstPage > 0; }
    int letGo() const;
    QString state() const;
    QString error() const { return m_failure ? m_failure->text() : QString(); }
    QString requestId() const { return m_failure ? m_failure->requestId : QString(); }
    bool hasFailedLater() const { return m_failure && !showsFailure(); }
    QString emptyGlyph() const { return m_spec ? m_spec->emptyGlyph : QString(); }
    QString emptyTitle() const { return m_spec ? m_spec->emptyTitle : QString(); }
    QString emptyText() const { return m_spec ? m_spec->emptyText : QString(); }
    int total() const;
    QString countText() const;
    int selectedCount() const;
    bool mayMatchAll() const;
    bool isAllMatching() const { return m_allMatching; }
    bool isLive() const { return m_live; }
    void setLive(bool live);
    bool isActive() const { return m_active; }
    void setActive(bool active);

    QVariantMap facts() const { return m_facts; }
    void setFacts(const QVariantMap &facts);

    /// From the first page on; what is shown stays until that has come.
    Q_INVOKABLE void reload();
    Q_INVOKABLE void loadMore();
    Q_INVOKABLE void loadEarlier();
    /// What failed last, again.
    Q_INVOKABLE void retry();
    /// What failed, for whoever is asked for help, goes to the clipboard.
    Q_INVOKABLE void copyDetails() const;
    Q_INVOKABLE void setFilter(const QString &name, const QString &value);
    /// One of `otherFilters`; of a time both its ends.
    Q_INVOKABLE void dropFilter(const QString &name);
    Q_INVOKABLE void clearFilters();
    /// The first press sorts downwards, the second upwards, the third as the server does. By its place among what is
    /// shown.
    Q_INVOKABLE void sortBy(int shown);
    Q_INVOKABLE int rowOf(const QString &recordId) const;
    /// The ID itself of what isn't loaded.
    Q_INVOKABLE QString titleOf(const QString &recordId) const;
    /// The members of a row that are plain, and `title`: what actions and forms start from.
    Q_INVOKABLE QVariantMap record(int row) const;
    Q_INVOKABLE QStringList actions(int row) const;
    Q_INVOKABLE QString copyText(int row) const;
    Q_INVOKABLE void toggleSelected(int row);
    /// These rows and all between them, and no others.
    Q_INVOKABLE void selectBetween(int one, int other);
    Q_INVOKABLE void selectAll();
    Q_INVOKABLE void selectMatching();
    Q_INVOKABLE void clearSelection();
    Q_INVOKABLE QVariantList selectedRecords() const;

    /// Of models: `{name, value}` with the mean of input and output list price; of categories: where one ends.
    Q_INVOKABLE QVariantList pricePoints() const;
    Q_INVOKABLE QVariantList cutsOf(beaver::admin::RecordTable *categories) const;

    /// Of categories: where they are cut, as a text.
    Q_INVOKABLE QString percentiles() const;
    /// Of categories: the markup in percent by name.
    Q_INVOKABLE QVariantMap categoryFacts() const;

    /// Between two looks for new rows; two seconds.
    void setPollInterval(std::chrono::milliseconds interval) { m_pollInterval = interval; }
    const TableSpec *spec() const { return m_spec; }
    QString query(const QString &after, int limit) const;
    QString basePath() const;
    /// What the search looks through, in small letters.
    static QString searched(const JsonValue &record);
    /// What query() asks the server to search for; empty where that is done here.
    QString askedSearch() const;
    /// For tests of size: as if the server had told these.
    void append(const std::vector<JsonValue> &rows);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void specChanged();
    void filtersChanged();
    void stateChanged();
    void selectionChanged();
    /// So many rows came back before the ones that were there.
    void earlierLoaded(int rows);

private:
    struct Row
    {
        JsonValue json;
        mutable QVariantList cells = {};
        mutable QString words = {}; ///< for the search, in small letters
        bool fresh = false;
    };

    struct Page
    {
        QString after; ///< where the server began it
        std::size_t rows = 0;
    };

    void begin();
    /// Rows of the old choice are never shown under the new one.
    void startOver();
    /// The cells of all rows are made anew.
    void redraw();
    void load(const QString &after);
    void take(const JsonValue &page, bool first);
    /// Asks for more while next to nothing was found and there is more to look at.
    void lookOn();
    bool isWhole() const { return m_loaded && !m_hasMore && m_firstPage == 0 && !m_hasGap; }
    /// Nothing is there to show instead.
    bool showsFailure() const { return m_failure && (!m_loaded || (m_order.empty() && askedSearch() != m_answered)); }
    void takeEarlier(const JsonValue &page);
    /// Lets rows go from one end while there are too many, whole pages of them.
    void trim(bool fromFront);
    void remove(std::size_t first, std::size_t count);
    /// Asks how many there are, where the server tells and they aren't all here.
    void countAll();
    void deselect();
    bool isPlain() const { return !searchesHere() && m_sortColumn < 0; }
    /// In the order and the choice of the present sorting and search.
    std::vector<int> orderOf(const std::vector<Row> &rows) const;
    void arrange();
    /// Tells what is gone, new and changed, so that a view stays where it is.
    void replace(std::vector<Row> rows);
    void poll();
    const Row &shown(int row) const { return m_rows[static_cast<std::size_t>(m_order[static_cast<std::size_t>(row)])]; }
    const QVariantList &cellsOf(const Row &row) const;
    std::vector<int> shownPlaces() const;
    std::vector<int> usualPlaces() const;
    void choose(std::vector<int> places);
    const QString &wordsOf(const Row &row) const;
    QString idOf(const JsonValue &json) const;

    Session *m_session = nullptr;
    QString m_kind;
    const TableSpec *m_spec = nullptr;
    QVariantMap m_filters;
    QVariantMap m_within;
    QVariantMap m_facts;
    QString m_search;
    QString m_sought;          ///< by the request that is under way
    QString m_answered;        ///< what the server searched for to find the rows; empty for all
    std::vector<int> m_chosen; ///< places of columns in the spec; empty for the usual ones
    std::vector<int> m_usual;
    int m_sortColumn = -1; ///< its place in the spec
    bool m_descending = true;
    std::vector<Row> m_rows;
    std::vector<int> m_order; ///< places in m_rows, as they are shown
    QSet<QString> m_ids;
    QSet<QString> m_selected;
    bool m_allMatching = false;
    int m_total = -1;
    QString m_counted;         ///< what m_total stands for
    std::vector<Page> m_pages; ///< all that were read, let go or not
    std::size_t m_firstPage = 0;
    QString m_next;
    QString m_asked;
    std::optional<ApiError> m_failure;
    bool m_loading = false;
    bool m_loaded = false;
    bool m_hasMore = false;
    bool m_hasGap = false; ///< older rows than a live tail keeps were let go
    bool m_live = false;
    bool m_active = true;
    bool m_wantsEarlier = false;
    std::chrono::milliseconds m_pollInterval{2'000};
    quint64 m_request = 0; ///< the answer to an older one is dropped
};

} // namespace beaver::admin
