// One function for each top: its layers, and what hangs free of the body.
#pragma once

#include "characters/body_field.h"
#include "characters/outfit.h"
#include "characters/tailoring.h"

namespace psgan::characters {

void wear_sailor(Worn& worn, const Outfit& outfit, Build build);
void wear_blouse_vest(Worn& worn, const Outfit& outfit, Build build);
void wear_hoodie(Worn& worn, const Outfit& outfit, Build build);
void wear_t_shirt(Worn& worn, const Outfit& outfit, Build build);
void wear_blazer(Worn& worn, const Outfit& outfit, Build build);
void wear_maid(Worn& worn, const Outfit& outfit, Build build);
void wear_kimono(Worn& worn, const Outfit& outfit, Build build);
void wear_sleeveless(Worn& worn, const Outfit& outfit, Build build);
void wear_sweater(Worn& worn, const Outfit& outfit, Build build);
void wear_track_jacket(Worn& worn, const Outfit& outfit, Build build);
void wear_tunic(Worn& worn, const Outfit& outfit, Build build);
void wear_gakuran(Worn& worn, const Outfit& outfit, Build build);
void wear_long_coat(Worn& worn, const Outfit& outfit, Build build);

}  // namespace psgan::characters
