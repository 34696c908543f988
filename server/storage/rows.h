#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::storage {

/// Rows for one INSERT (Connection::insertRows), bound like the placeholders of a statement, row after row. Opening and
/// closing the statement and its cursors, a third of what a row costs, is done once for all of them.
class Rows
{
public:
    class Value
    {
    public:
        enum class Kind : std::uint8_t { Null, Integer, Text, Blob };

        Value() = default;
        explicit Value(std::int64_t integer)
            : m_integer(integer)
            , m_kind(Kind::Integer)
        {}
        Value(Kind kind, std::string_view bytes)
            : m_bytes(bytes.data() ? bytes.data() : "")
            , m_size(static_cast<std::uint32_t>(bytes.size()))
            , m_kind(kind)
        {}
        Kind kind() const { return m_kind; }
        std::int64_t integer() const { return m_integer; }
        std::string_view bytes() const { return {m_bytes, m_size}; }

    private:
        union {
            std::int64_t m_integer = 0;
            const char *m_bytes;
        };
        std::uint32_t m_size = 0; ///< SQLite's own limit for a value is below
        Kind m_kind = Kind::Null;
    };

    explicit Rows(int columns)
        : m_columns(static_cast<std::size_t>(columns))
    {}

    Rows &bind(std::int64_t value) { return add(Value(value)); }
    Rows &bind(std::string_view text) { return add({Value::Kind::Text, text}); } ///< must live until it is inserted
    Rows &bindBlob(std::string_view bytes) { return add({Value::Kind::Blob, bytes}); }
    Rows &bindNull() { return add({}); }
    Rows &bind(int value) { return bind(static_cast<std::int64_t>(value)); }
    Rows &bind(bool value) { return bind(static_cast<std::int64_t>(value ? 1 : 0)); }
    Rows &bind(const char *text) { return bind(std::string_view(text)); }
    Rows &bind(const std::string &text) { return bind(std::string_view(text)); }
    Rows &bind(std::string &&) = delete; ///< it would be gone when the rows are inserted
    Rows &bindBlob(std::string &&) = delete;

    std::size_t columns() const { return m_columns; }
    std::size_t count() const { return m_bound / m_columns; }
    bool empty() const { return m_bound == 0; }
    bool whole() const { return m_bound % m_columns == 0; } ///< false where a value too few or many was bound
    const Value &at(std::size_t row, std::size_t column) const { return m_values[row * m_columns + column]; }
    void clear() { m_bound = 0; }

private:
    Rows &add(Value value)
    {
        if (m_bound == m_values.size())
            m_values.resize(m_bound + 16 * m_columns);
        m_values[m_bound++] = value;
        return *this;
    }

    const std::size_t m_columns;
    std::vector<Value> m_values; ///< made for more than are bound: each value is a few bytes written, and nothing else
    std::size_t m_bound = 0;
};

} // namespace beaver::storage
