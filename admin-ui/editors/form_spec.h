#pragma once

#include <QMap>
#include <QString>
#include <QStringList>
#include <QVariantMap>

#include <admin-ui/client/json_value.h>
#include <admin-ui/client/types.h>
#include <admin-ui/session/session.h>

#include <functional>
#include <vector>

namespace beaver::admin {

/// One field of a form. `kind`: text, area, email, money, price, number, milliseconds (empty is 0: the gateway's own),
/// day (or a time of RFC 3339), choice, account (one of so many that the server searches them), toggle, list (words
/// between commas), rules (the same, each `name` or `name=name at the provider`), headers (`Name: value` on each line,
/// an object of texts), object (JSON; empty is none), secret, rate (percent; empty is none), limit (a whole number;
/// empty is none) and budget (USD; empty is none), each with a toggle `<name>.shadow` after it, mailed (a token, or the
/// link of a mail that has it), password (sent as it was typed, spaces too), moment (a day, or a day and a time of
/// UTC), month (one that is over), file (a URL; what is in the file becomes the whole body), part (unfolds the fields
/// of that `part`). `name` is the member of the request's body, `a.b` one inside another.
struct FieldSpec
{
    QString name;
    QString label;
    QString kind = QStringLiteral("text");
    QString help = {};
    QString placeholder = {};
    QString suffix = {};
    bool optional = true;
    QString value = {};                                    ///< at the beginning; `{member}` takes the record's
    std::vector<std::pair<QString, QString>> options = {}; ///< value and title
    /// Or a list of the server: path. `{member}` takes the record's, or what stands in the field of that name.
    QString optionsFrom = {};
    bool half = false;        ///< shares its line with the next
    QString repeats = {};     ///< has to be the same as that field, and isn't sent
    bool inPath = false;      ///< stands there alone, not in the body
    QString unless = {};      ///< neither shown nor sent while that toggle is on
    QString part = {};        ///< shown while the field of kind part with this name is unfolded; sent all the same
    bool ofOperators = false; ///< neither shown to ordinary accounts nor sent for them
    std::pair<QString, QString> onlyWhile = {}; ///< shown and sent while that field has this value
    bool isRecord = false; ///< what is chosen of `optionsFrom` is what the form is about: fields begin with its members
};

/// What a request would do, as its dry run tells.
struct Forecast
{
    QString text;
    std::vector<QStringList> rows = {}; ///< of a table, the first its head; none where there is nothing to list
    int textColumns = 1;                ///< the others are figures
    bool nothing = false;               ///< it would change nothing
};

/// A text of the body that several fields make together: those named `name.…`, which aren't sent themselves.
struct JoinedText
{
    QString name = {}; ///< empty for none
    /// Of what stands in the fields that are shown, by the rest of their names.
    std::function<QString(const QMap<QString, QString> &)> of = {};
};

/// How a thing is made or changed: its fields, and the request they become.
struct FormSpec
{
    QString title;
    QString text = {};
    QString glyph;
    QString button;
    ApiRequest::Verb verb = ApiRequest::Verb::Post;
    QString path; ///< `{member}` takes the record's
    QString announces;
    QString done;           ///< what a toast says; `%1` is the record's title
    QVariantMap fixed = {}; ///< members that go along; `{member}` takes the record's
    std::vector<FieldSpec> fields;
    bool movesMoney = false;
    bool onlyChanges = false;  ///< sends the fields that differ from what they began with
    bool merges = false;       ///< the server keeps what an object inside the body doesn't name
    QString readsFrom = {};    ///< where the fields begin with what the server has now; `{member}` takes the record's
    QString secretMember = {}; ///< of the answer: shown once, a list with one item on each line
    QString secretLabel = {};  ///< where another is shown with it
    std::pair<QString, QString> otherSecret = {}; ///< member and label of a second, where the answer has it
    /// The request is sent with `dry_run` true first, and as it is meant when what that told was seen. It stands in the
    /// path as `{dry_run}`, or else is a member of the body.
    std::function<Forecast(const JsonValue &, Session &)> forecast = {};
    QString foreseenBy = {}; ///< or the body is posted there, and tells without doing anything
    /// What is posted there instead of the body, of the record.
    std::function<QByteArray(const JsonValue &body, const QVariantMap &record)> foreseenBody = {};
    JoinedText joined = {};
    QString prepares = {}; ///< posted when the form opens; `secret` and `qr_svg` of the answer are shown with it
};

/// All there are.
QStringList formKinds();
/// Null for none.
const FormSpec *formSpec(const QString &kind);
/// `{keys}`, `{projects}` and `{hooks}` stand for everybody's, or for one's own. A key that is listed within a project,
/// which may be another account's, is reached through that.
QString withBases(QString path, const Session &session, const QVariantMap &record);
/// `text` with each `{member}` replaced by the record's.
QString filledIn(QString text, const QVariantMap &record, bool encoded = false);

} // namespace beaver::admin
