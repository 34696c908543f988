#pragma once

#include <admin-ui/models/table_spec.h>

#include <map>

// The tables by subject; table_spec.cpp joins them.
namespace beaver::admin::tables {

using Specs = std::map<QString, TableSpec>;

Specs calls();
Specs customers();
Specs money();
Specs operations();
Specs projects();
Specs settings();

} // namespace beaver::admin::tables
