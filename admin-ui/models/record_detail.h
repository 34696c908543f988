#pragma once

#include <admin-ui/models/report.h>

namespace beaver::admin {

/// Everything about one thing, for a drawer or a page: `kind` is call, account, key, project, endpoint, model, audit,
/// invoice, transaction, correction or billing (what of an account stands on its invoices).
class RecordDetail : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString kind READ kind WRITE setKind NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(QString recordId READ recordId WRITE setRecordId NOTIFY changed REQUIRED FINAL)
    /// What is known already, such as a row of a table: shown at once, and all there is where the server has no more.
    Q_PROPERTY(QVariantMap record READ record WRITE setRecord NOTIFY changed FINAL)
    Q_PROPERTY(QString title READ title NOTIFY changed FINAL)
    /// `{label, cell}` each.
    Q_PROPERTY(QVariantList facts READ facts NOTIFY changed FINAL)
    /// Of a call: `{name, start, end, tone}` in milliseconds, the whole in `spanTotal`.
    Q_PROPERTY(QVariantList spans READ spans NOTIFY changed FINAL)
    Q_PROPERTY(double spanTotal READ spanTotal NOTIFY changed FINAL)
    /// Of a call, its receipt: `{kind, tokens, list, markup, sale, cost, exact}`.
    Q_PROPERTY(QVariantList buckets READ buckets NOTIFY changed FINAL)
    /// Of a model, newest first: `{version, since, input, output, cached, source, json, free, earlier}`; `earlier`: it
    /// is over, and can be restored with the record `{id, title, json, free, since}`.
    Q_PROPERTY(QVariantList prices READ prices NOTIFY changed FINAL)
    /// The same of prices that aren't in force yet.
    Q_PROPERTY(QVariantList scheduled READ scheduled NOTIFY changed FINAL)
    /// Of a model, the categories that it moved between: `{at, from, to, by}`.
    Q_PROPERTY(QVariantList moves READ moves NOTIFY changed FINAL)
    /// Of an audit line: `{field, before, after}`.
    Q_PROPERTY(QVariantList differences READ differences NOTIFY changed FINAL)
    /// Of a call, what was said in it, where it was kept: `{title, text, language}`; see readBodies().
    Q_PROPERTY(QVariantList bodies READ bodies NOTIFY bodiesChanged FINAL)
    /// The same request for a shell, once the bodies were read and where the path of the call is known; else empty.
    Q_PROPERTY(QString curl READ curl NOTIFY bodiesChanged FINAL)
    Q_PROPERTY(bool mayReadBodies READ mayReadBodies NOTIFY changed FINAL)
    Q_PROPERTY(bool readingBodies READ isReadingBodies NOTIFY bodiesChanged FINAL)
    Q_PROPERTY(QString bodiesRemark READ bodiesRemark NOTIFY bodiesChanged FINAL)
    /// One sentence that somebody should read first; empty for none.
    Q_PROPERTY(QString remark READ remark NOTIFY changed FINAL)
    Q_PROPERTY(QString json READ json NOTIFY changed FINAL)
    /// What can be done with it, by the table of its kind; empty where it has none.
    Q_PROPERTY(QStringList actions READ actions NOTIFY changed FINAL)
    /// For the tables of what a project has (RecordTable::within): `project_id`, and what one may there.
    Q_PROPERTY(QVariantMap within READ within NOTIFY changed FINAL)
    /// Of a project: one may change it and its members.
    Q_PROPERTY(bool owned READ isOwned NOTIFY changed FINAL)

public:
    explicit RecordDetail(QObject *parent = nullptr);

    QString kind() const { return m_kind; }
    void setKind(const QString &kind);
    QString recordId() const { return m_recordId; }
    void setRecordId(const QString &id);
    QVariantMap record() const { return m_record; }
    void setRecord(const QVariantMap &record);
    QString title() const;
    QVariantList facts() const { return m_facts; }
    QVariantList spans() const { return m_spans; }
    double spanTotal() const { return m_spanTotal; }
    QVariantList buckets() const { return m_buckets; }
    QVariantList prices() const { return m_prices; }
    QVariantList scheduled() const { return m_scheduled; }
    QVariantList moves() const { return m_moves; }
    QVariantList differences() const { return m_differences; }
    QString remark() const { return m_remark; }
    QString json() const { return m_answer.pretty(); }
    QStringList actions() const;
    QVariantMap within() const;
    bool isOwned() const;
    QVariantList bodies() const { return m_bodies; }
    QString curl() const { return m_curl; }
    bool mayReadBodies() const;
    bool isReadingBodies() const { return m_readingBodies; }
    QString bodiesRemark() const { return m_bodiesRemark; }
    /// Only when somebody asks: it stands in the audit log.
    Q_INVOKABLE void readBodies();
    /// The plain members of the thing, as actions and forms start from.
    Q_INVOKABLE QVariantMap plainRecord() const;

Q_SIGNALS:
    void bodiesChanged(); ///< apart, so that what is shown beside them stays

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    void describe(const JsonValue &json);
    void describeEntry(const JsonValue &json); ///< of the ledger, or a refund
    void describeAccount(const JsonValue &json);
    void describeKey(const JsonValue &json);
    void describeEndpoint(const JsonValue &json);
    void describeProject(const JsonValue &json);
    /// Of whatever else: each plain member a fact.
    void describeMembers(const JsonValue &json);
    void describeBilling(const JsonValue &json);
    void describeBodies(const JsonValue &told);
    void describeCorrection(const JsonValue &json);
    void describeCall(const JsonValue &told);
    /// Of an account or an endpoint; what is told before the session is known has its ID.
    QString named(const QString &id) const;
    void describePrices(const JsonValue &told);
    void describeChange(const JsonValue &json);
    void add(const QString &label, const QVariantMap &cell);

    QString m_kind;
    QString m_recordId;
    QVariantMap m_record;
    JsonValue m_answer;
    QVariantList m_facts, m_spans, m_buckets, m_prices, m_scheduled, m_moves, m_differences;
    QVariantList m_bodies;
    QString m_curl;
    bool m_readingBodies = false;
    QString m_bodiesRemark;
    QString m_remark;
    double m_spanTotal = 1;
};

} // namespace beaver::admin
