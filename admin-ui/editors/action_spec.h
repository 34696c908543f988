#pragma once

#include <QByteArray>
#include <QString>
#include <QVariantMap>

#include <admin-ui/client/types.h>

#include <map>

namespace beaver::admin {

/// What an action is called, and what it becomes: a form, a drawer, or a request that is sent at once or after a
/// question.
struct ActionSpec
{
    QString text;
    QString glyph;
    QString form = {};
    QString detail = {};
    ApiRequest::Verb verb = ApiRequest::Verb::Post;
    QString path = {};
    QByteArray body = {};
    /// Or members of the body; `{member}` takes the record's.
    std::map<QString, QString> members = {};
    QString announces = {};
    QString done = {}; ///< `%1` is the title
    QString undo = {};
    QString question = {};
    QString consequence = {};
    QString word = {}; ///< `{title}` or a literal
    /// Takes `ids` of several at once from operators, and answers with `failed`, `{id, message}` each.
    QString bulkPath = {};
    bool dangerous = false;
    /// Of many at once: offered for those whose menu has this action; empty: this one.
    QString likewise = {};
    /// Of many at once: only keys that weren't used for so many days.
    int unusedDays = 0;

    QByteArray bodyFor(const QVariantMap &record) const;
};

/// Null for none.
const ActionSpec *actionSpec(const QString &id);
/// "3 things".
QString thingsText(qsizetype count);

} // namespace beaver::admin
