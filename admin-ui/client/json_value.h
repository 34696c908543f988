#pragma once

#include <QByteArray>
#include <QLatin1StringView>
#include <QString>
#include <QStringView>

#include <shared/base/money.h>

#include <optional>
#include <utility>
#include <vector>

namespace beaver::admin {

/// A JSON document read without loss: a number keeps its own text, where QJsonDocument would make it a double and an
/// amount of money inexact. Asking for what isn't there gives null, and null gives empty answers.
class JsonValue
{
public:
    /// Empty when `utf8` isn't one JSON value, or nests deeper than 32.
    static std::optional<JsonValue> parse(const QByteArray &utf8);

    const JsonValue &operator[](QLatin1StringView member) const;
    /// `a.b.0.c`: member by member, a number for a place in an array.
    const JsonValue &at(QStringView path) const;
    const std::vector<JsonValue> &items() const { return m_items; }
    /// Of an object, one for each item.
    const std::vector<QString> &names() const { return m_names; }

    bool isObject() const { return m_kind == Kind::Object; }
    bool isArray() const { return m_kind == Kind::Array; }
    bool isNull() const { return m_kind == Kind::Null; }
    bool isNumber() const { return m_kind == Kind::Number; }
    bool isString() const { return m_kind == Kind::String; }
    QString string() const { return m_kind == Kind::String ? m_text : QString(); }
    std::optional<bool> truth() const;
    std::optional<qint64> integer() const;
    /// For charts and shares; money goes through money().
    std::optional<double> real() const;
    std::optional<Money> money() const;
    /// Of a text its characters, of a number its digits, of a truth its word; else empty.
    QString plain() const;
    /// Indented by two spaces, to be read by a person.
    QString pretty() const;
    /// On one line.
    QString compact() const;

private:
    friend class JsonReader;
    /// `depth` below zero: without line breaks.
    void print(QString &into, int depth) const;
    enum class Kind { Null, False, True, Number, String, Array, Object };

    Kind m_kind = Kind::Null;
    QString m_text; ///< of a string its characters, of a number its digits
    std::vector<JsonValue> m_items;
    std::vector<QString> m_names; ///< of an object, one for each item
};

} // namespace beaver::admin
