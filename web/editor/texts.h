// The visitor's language. Texts stand in English where they are used, and the English text is its
// own key: tr("Copy link"). What goes through Widgets (buttons, texts, headings, tips) is
// translated there, so that a plain literal is enough; tr() is for what is put together before.
// The dictionaries are site/languages/*.json.
#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace psgan::web {

/// Takes the dictionary of a language: JSON, an object from English texts to that language's; "{}"
/// is English itself. Throws Error on anything else.
void set_dictionary(const std::string& json);

/// The text in the visitor's language, or the text itself where the dictionary has none. Valid
/// until the next set_dictionary(), or as long as `english` is.
const char* tr(const char* english);

/// A sentence with gaps: tr("The model “{}” is not here", {name}). Values are not translated.
std::string tr(const char* english, std::initializer_list<std::string_view> values);

/// English texts that were asked for and not in the dictionary, for tests. Empty in English.
const std::set<std::string>& untranslated();

/// The characters of the dictionary that Latin faces lack, each once, in order: what the
/// language's own face must hold. Unicode, of the basic plane.
const std::vector<unsigned short>& dictionary_characters();

}  // namespace psgan::web
