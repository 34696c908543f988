#pragma once

#include <QHash>

#include <admin-ui/models/report.h>

namespace beaver::admin {

/// The first page: money, calls, errors and what needs attention.
class OverviewReport : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    /// 24h (its figures are those of today), 7d or 30d.
    Q_PROPERTY(QString period READ period WRITE setPeriod NOTIFY changed FINAL)
    /// What revenue is split by: provider, model or category.
    Q_PROPERTY(QString splitBy READ splitBy WRITE setSplitBy NOTIFY changed FINAL)
    /// Why the charts are missing, or those of an older answer; empty where they are not.
    Q_PROPERTY(QString courseError READ courseError NOTIFY changed FINAL)
    /// `{label, value, unit, exact, change, better, points, compares, page, subject, filters}` each; `change` in
    /// percent of the period before, the last three for what tells more.
    Q_PROPERTY(QVariantList figures READ figures NOTIFY changed FINAL)
    Q_PROPERTY(QStringList labels READ labels NOTIFY changed FINAL)
    Q_PROPERTY(QVariantList revenue READ revenue NOTIFY changed FINAL)
    Q_PROPERTY(QVariantList failures READ failures NOTIFY changed FINAL)
    /// `{name, value, share, id}`, the first is the largest.
    Q_PROPERTY(QVariantList topModels READ topModels NOTIFY changed FINAL)
    Q_PROPERTY(QVariantList topAccounts READ topAccounts NOTIFY changed FINAL)
    /// `{glyph, tone, title, text, page, subject, kind}`; with a kind, the subject is one of those, else of the page.
    Q_PROPERTY(QVariantList attention READ attention NOTIFY changed FINAL)

public:
    using Report::Report;

    QString period() const { return m_period; }
    void setPeriod(const QString &period);
    QString splitBy() const { return m_splitBy; }
    void setSplitBy(const QString &dimension);
    QString courseError() const { return m_courseError; }
    QVariantList figures() const { return m_figures; }
    QStringList labels() const { return m_labels; }
    QVariantList revenue() const { return m_revenue; }
    QVariantList failures() const { return m_failures; }
    QVariantList topModels() const { return m_topModels; }
    QVariantList topAccounts() const { return m_topAccounts; }
    QVariantList attention() const { return m_attention; }
    /// What finds the calls of one place on the time axis in the request log; empty where there is none.
    Q_INVOKABLE QVariantMap drill(int place) const;
    /// The same of one of `revenue`; -1 for all.
    Q_INVOKABLE QVariantMap drillRevenue(int place, int series) const;
    /// The failed ones of them: of one of `failures`, or -1 for all.
    Q_INVOKABLE QVariantMap drillFailures(int place, int series) const;
    /// Of an answer of `/admin/overview`.
    static QVariantList attentionOf(const JsonValue &overview);

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    /// What runs over time comes from the usage reports.
    void fetchCourse();
    void fetchRevenue();
    QString coursePath(const QString &dimensions) const;
    void drawRevenue(const JsonValue &usage, const std::vector<JsonValue> &further);
    void drawCourse(const JsonValue &usage, const std::vector<JsonValue> &further);
    void drawFigures();
    QVariantList firstBytes() const; ///< its course

    struct Course
    {
        QVariantList revenue, margin, requests, errors;
    };
    QString m_period = QStringLiteral("24h");
    QString m_splitBy = QStringLiteral("provider");
    QString m_courseError;
    QString m_revenueBy; ///< what is drawn
    quint64 m_asked = 0; ///< courses; what comes of an older one is dropped
    JsonValue m_overview;
    JsonValue m_usage;
    QStringList m_times; ///< of the labels
    bool m_days = false; ///< what the times are; of what is drawn, not of what was asked for last
    Course m_course;
    QVariantList m_figures, m_revenue, m_failures, m_topModels, m_topAccounts, m_attention;
    QStringList m_labels;
};

/// What was used, by any dimension.
class UsageReport : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString period READ period WRITE setPeriod NOTIFY changed FINAL)
    /// model, provider, account, project, key, endpoint, category or outcome.
    Q_PROPERTY(QString groupBy READ groupBy WRITE setGroupBy NOTIFY changed FINAL)
    /// cost, requests, total_tokens or errors.
    Q_PROPERTY(QString metric READ metric WRITE setMetric NOTIFY changed FINAL)
    /// Only this account's; empty for all.
    Q_PROPERTY(QString accountId READ accountId WRITE setAccountId NOTIFY changed FINAL)
    Q_PROPERTY(QStringList labels READ labels NOTIFY changed FINAL)
    Q_PROPERTY(QVariantList series READ series NOTIFY changed FINAL)
    /// `$`, `ms` or nothing.
    Q_PROPERTY(QString unit READ unit NOTIFY changed FINAL)
    /// `{name, requests, tokens, errors, cost, exact, share}`.
    Q_PROPERTY(QVariantList rows READ rows NOTIFY changed FINAL)
    /// `{label, value, exact}`.
    Q_PROPERTY(QVariantList summary READ summary NOTIFY changed FINAL)
    /// Not all groups are in: there are too many of them, or a page of them couldn't be loaded.
    Q_PROPERTY(bool partial READ isPartial NOTIFY changed FINAL)
    /// The values of the first series alone, for a sparkline.
    Q_PROPERTY(QVariantList total READ total NOTIFY changed FINAL)

public:
    using Report::Report;

    QString period() const { return m_period; }
    void setPeriod(const QString &period);
    QString groupBy() const { return m_groupBy; }
    void setGroupBy(const QString &groupBy);
    QString metric() const { return m_metric; }
    void setMetric(const QString &metric);
    QString accountId() const { return m_accountId; }
    void setAccountId(const QString &id);
    QStringList labels() const { return m_labels; }
    QVariantList series() const { return m_series; }
    QString unit() const;
    QVariantList rows() const { return m_rows; }
    QVariantList summary() const { return m_summary; }
    QVariantList total() const { return m_total; }
    bool isPartial() const { return m_partial; }
    /// How long a balance lasts at the pace since the first spending of the period, as a text; empty where nothing was
    /// spent, nothing is there to spend, or the report isn't one of days.
    Q_INVOKABLE QString lasts(const QString &balance) const;
    /// What finds the calls behind a bar in the request log: those of a row, at a place on the time axis; -1 for all.
    /// Empty for a row whose calls have no filter.
    Q_INVOKABLE QVariantMap drill(int row, int place) const;

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    void arrange();
    /// Accounts and keys are reported by their ids.
    void fetchNames();
    QString titleOf(const QString &group) const;

    QHash<QString, QString> m_names;
    QString m_namesOf;
    QString m_period = QStringLiteral("7d");
    QString m_groupBy = QStringLiteral("model");
    QString m_metric = QStringLiteral("cost");
    QString m_accountId;
    JsonValue m_answer;
    std::vector<JsonValue> m_further; ///< pages behind the answer
    bool m_partial = false;
    quint64 m_taken = 0; ///< pages that belong to an older answer are dropped
    QStringList m_labels;
    QVariantList m_series, m_rows, m_summary, m_total;
    QStringList m_groups;      ///< of the rows
    QStringList m_times;       ///< of the labels
    QList<double> m_spentDays; ///< of each time
};

/// The last 30 days replayed with other markups; nothing changes on the server.
class WhatIfReport : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    /// `{name, title, markup, wanted}` for each category.
    Q_PROPERTY(QVariantList categories READ categories NOTIFY changed FINAL)
    Q_PROPERTY(bool differs READ differs NOTIFY changed FINAL)
    /// `{label, value, change, tone}`.
    Q_PROPERTY(QVariantList figures READ figures NOTIFY changed FINAL)
    /// Revenue with these markups, `{name, value, exact, share}` for each category that was used.
    Q_PROPERTY(QVariantList lines READ lines NOTIFY changed FINAL)

public:
    explicit WhatIfReport(QObject *parent = nullptr);

    QVariantList categories() const { return m_categories; }
    bool differs() const;
    QVariantList figures() const { return m_figures; }
    QVariantList lines() const { return m_lines; }

    /// Percent; asks the server once the hand rests.
    Q_INVOKABLE void setMarkup(const QString &category, double percent);
    Q_INVOKABLE void reset();
    /// Makes the wanted markups the ones that hold.
    Q_INVOKABLE void publish();

Q_SIGNALS:
    void published();
    void refused(const QString &error);

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    /// The wanted markups, for who signs in again after a session that ended by itself.
    void keep();

    QVariantList m_categories, m_figures, m_lines;
    quint64 m_rest = 0;
};

/// The plans with their limits as sentences.
class PlansReport : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    /// `{title, accounts, limits: [{label, value}], record, actions}`; the last two are for ActionCenter.
    Q_PROPERTY(QVariantList plans READ plans NOTIFY changed FINAL)

public:
    explicit PlansReport(QObject *parent = nullptr);
    QVariantList plans() const { return m_plans; }

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    QVariantList m_plans;
};

/// Whether the chain over the audit log is whole.
class AuditProof : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool ok READ isOk NOTIFY changed FINAL)
    Q_PROPERTY(QString text READ text NOTIFY changed FINAL)

public:
    using Report::Report;
    bool isOk() const { return m_ok; }
    QString text() const { return m_text; }

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    bool m_ok = false;
    QString m_text;
};

/// An ordinary account's own balance.
class BalanceReport : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    /// `{label, value, exact}`.
    Q_PROPERTY(QVariantList figures READ figures NOTIFY changed FINAL)
    /// Nothing is left to pay a call with.
    Q_PROPERTY(bool empty READ isEmpty NOTIFY changed FINAL)
    /// What is left to pay with, in USD, as a number.
    Q_PROPERTY(QString available READ available NOTIFY changed FINAL)

public:
    explicit BalanceReport(QObject *parent = nullptr);
    QVariantList figures() const { return m_figures; }
    bool isEmpty() const { return m_empty; }
    QString available() const { return m_available; }

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    QVariantList m_figures;
    QString m_available;
    bool m_empty = false;
};

/// Who is signed in, as the server has them.
class ProfileReport : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString name READ name NOTIFY changed FINAL)
    Q_PROPERTY(QString email READ email NOTIFY changed FINAL)
    Q_PROPERTY(QString timeZone READ timeZone NOTIFY changed FINAL)
    Q_PROPERTY(bool secondFactor READ hasSecondFactor NOTIFY changed FINAL)
    /// Nobody has shown yet that the address is theirs.
    Q_PROPERTY(bool unproved READ isUnproved NOTIFY changed FINAL)
    /// What the forms begin with.
    Q_PROPERTY(QVariantMap record READ record NOTIFY changed FINAL)

public:
    explicit ProfileReport(QObject *parent = nullptr);
    QString name() const { return m_record[QStringLiteral("full_name")].toString(); }
    QString email() const { return m_record[QStringLiteral("email")].toString(); }
    QString timeZone() const { return m_record[QStringLiteral("time_zone")].toString(); }
    bool hasSecondFactor() const { return m_secondFactor; }
    bool isUnproved() const { return m_unproved; }
    QVariantMap record() const { return m_record; }

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    QVariantMap m_record;
    bool m_secondFactor = false;
    bool m_unproved = false;
};

} // namespace beaver::admin
