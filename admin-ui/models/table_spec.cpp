#include <admin-ui/models/table_specs.h>

namespace beaver::admin {

const TableSpec *tableSpec(const QString &kind)
{
    // Made at the first call, when the translation is there.
    static const tables::Specs all = [] {
        tables::Specs specs = tables::customers();
        specs.merge(tables::calls());
        specs.merge(tables::money());
        specs.merge(tables::operations());
        specs.merge(tables::projects());
        specs.merge(tables::settings());
        return specs;
    }();
    const auto found = all.find(kind);
    return found == all.end() ? nullptr : &found->second;
}

} // namespace beaver::admin
