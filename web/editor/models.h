// Which models there are, which of them draws, and which one the engine is to load.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "editor/messages.h"
#include "editor/model_family.h"
#include "psgan/model_card.h"

namespace psgan::web {

enum class ModelState { none, loading, ready, failed };

std::string_view name(ModelState state);

/// A model for the engine to load. A new number is a new wish, which takes the last one's place.
struct ModelWish {
  int number = 0;  ///< 0: none yet.
  const ModelCard* card = nullptr;
  bool beside = false;  ///< The present one goes on drawing until this one can.
  double limit = 0;     ///< ms; one that takes longer for a picture is not wanted. 0: none.
};

/// Families of a light and a full model, in the order of models/index.json. First the index, then
/// the cards of its models, then complete().
class Models {
 public:
  /// What others do when models change.
  struct Events {
    std::function<void(const ModelCard&)>
        chosen;                   ///< It loads; nothing is drawn until it is ready.
    std::function<void()> ready;  ///< Another model than before draws from now on.
  };
  /// `messages`, which is told what the visitor should know, must outlive this.
  Models(Messages& messages, Events events);

  /// The names of the models in models/index.json, which may be damaged: that becomes a message,
  /// and so does a card that cannot be used.
  std::vector<std::string> read_index(const std::string& index_json);
  void add(const std::string& name, const std::string& card_json);
  void complete();
  bool known() const { return complete_; }  ///< All that there are.

  const std::vector<ModelFamily>& families() const { return families_; }
  const ModelFamily* family() const;                   ///< The chosen one, or null.
  const std::string& title(const ModelFamily&) const;  ///< Its light model's.
  /// A family's name, or a model's in it; before complete() it is remembered.
  void choose(const std::string& name);
  /// For links: the chosen family, or what a link asked for before the models were known; or empty.
  const std::string& link_name() const { return family_.empty() ? linked_ : family_; }

  /// The one that draws, or loads to draw first; or null.
  const ModelCard* present() const { return card_of(present_); }
  /// The one that loads beside the present one, or null.
  const ModelCard* coming() const { return card_of(coming_); }
  ModelState state() const { return state_; }
  ModelWish wish() const;

  /// Light or full: what the visitor wants, and whether they pay for every byte, so that the full
  /// one comes only when they ask for it.
  Detail detail() const { return detail_; }
  void set_detail(Detail detail);
  void set_sparing(bool sparing) { sparing_ = sparing; }
  /// What failed last is asked for once more.
  void retry();

  float load_progress() const { return load_progress_; }  ///< From 0 to 1; negative if unknown.
  const std::string& load_text() const { return load_text_; }
  void loading(const std::string& text, float progress);
  // Answers of the engine; those about models that are wanted no more change nothing.
  void ready(const std::string& name, const std::string& provider);
  void failed(const std::string& name, const std::string& sentence);
  void too_slow(const std::string& name);
  /// A picture of the present model took so long, of whatever kind it was.
  void picture_took(double milliseconds);
  const std::string& provider() const { return provider_; }

 private:
  const ModelCard* card_of(const std::string& name) const;
  void complete_families();
  void load_first(const std::string& name);
  void load_beside(const std::string& name, double limit);

  Messages& messages_;
  Events events_;
  std::vector<ModelFamily> families_;
  std::vector<ModelCard> cards_;
  bool complete_ = false;
  std::string family_;   ///< Name of the chosen one, or empty.
  std::string present_;  ///< Names of its models, or empty.
  std::string coming_;
  std::string linked_;  ///< Asked for by a link before the models were known.
  double coming_limit_ = 0;
  int wishes_ = 0;
  Detail detail_ = Detail::automatic;
  bool sparing_ = false;
  bool full_refused_ = false;   ///< The full one was too slow or could not be loaded.
  std::string failed_beside_;   ///< The model that was asked for and could not be loaded, or empty.
  std::string engine_failure_;  ///< Of an engine that failed before there was a model to load.
  std::deque<double> took_;     ///< The last pictures' milliseconds by the present model.
  ModelState state_ = ModelState::none;
  float load_progress_ = -1;
  std::string load_text_;
  std::string provider_;
};

}  // namespace psgan::web
