#!/usr/bin/env python3
"""The peer of `psgan bench`: the same networks and the same training step in eager PyTorch.

Written the way one writes PyTorch: a module for each layer, features and condition map
concatenated, a convolution followed by average pooling, autograd for everything, torch.optim.Adam,
channels-last memory. What psgan does otherwise to be faster is what the comparison measures.
"""
import argparse
import copy
import json
import math
import os
import time

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as psgan sets it for itself

import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from torch import nn  # noqa: E402

KEYPOINTS = 20
# The bones of shared/psgan/skeleton.h: any 19 pairs cost the same.
BONES = [(k, k + 1) for k in range(KEYPOINTS - 1)]
GAIN = math.sqrt(2)
SPEAKING_CHANNELS = 4  # see ConditionWeight::heard
SUM_FROM = 2  # the stage of 16²: above it the preset fast adds to the picture of the stage below
MAPS_FROM_BELOW = 256  # fast: from this resolution on, maps of half the size, enlarged


def pixel_norm(x):
    return x * torch.rsqrt(x.square().mean(1, keepdim=True) + 1e-8)


def lrelu(x):
    return F.leaky_relu(x, 0.2)


def upsample(x, fast):
    if fast:
        return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
    return F.interpolate(x, scale_factor=2, mode="nearest")


def with_minibatch_stddev(x):
    deviation = (x - x.mean(0, keepdim=True)).square().mean(0).add(1e-8).sqrt().mean()
    return torch.cat([x, deviation.expand(x.size(0), 1, x.size(2), x.size(3))], 1)


class Conv(nn.Module):
    """Equalized learning rate; the last `maps` input channels may have a constant of their own."""

    def __init__(self, features, out, kernel=3, gain=GAIN, maps=0, heard=False):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out, features + maps, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(out))
        scale = torch.full((1, features + maps, 1, 1), gain / math.sqrt((features + maps) * kernel**2))
        if heard:
            scale[:, features:] = gain / math.sqrt(SPEAKING_CHANNELS * kernel**2)
        self.register_buffer("scale", scale)

    def forward(self, x):
        return F.conv2d(x, self.weight * self.scale, self.bias, padding=self.weight.size(2) // 2)


class Dense(nn.Module):
    def __init__(self, features, out, gain=GAIN, bias=0.0):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out, features))
        self.bias = nn.Parameter(torch.full((out,), bias))
        self.scale = gain / math.sqrt(features)

    def forward(self, x):
        return F.linear(x, self.weight * self.scale, self.bias)


def point_maps(pose, resolution):
    pixels = torch.arange(resolution, device=pose.device)
    at = (pose[..., :2] * resolution).floor().clamp(0, resolution - 1)
    hit = (at[..., 0].view(*at.shape[:2], 1, 1) == pixels) & (
        at[..., 1].view(*at.shape[:2], 1, 1) == pixels.view(-1, 1))
    return hit.float() * 2 - 1


def limb_maps(pose, resolution):
    """Gaussians at the keypoints, soft lines along the bones: [N,39,r,r]."""
    centres = (torch.arange(resolution, device=pose.device) + 0.5) / resolution
    pairs = [(k, k) for k in range(KEYPOINTS)] + BONES
    start, end = (pose[:, [pair[i] for pair in pairs], :2] for i in (0, 1))
    along = (end - start)[..., None, None]
    dx = centres - start[:, :, 0, None, None]
    dy = centres.view(-1, 1) - start[:, :, 1, None, None]
    length2 = along.square().sum(2).clamp_min(1e-12)
    share = ((dx * along[:, :, 0] + dy * along[:, :, 1]) / length2).clamp(0, 1)
    distance2 = (dx - share * along[:, :, 0]).square() + (dy - share * along[:, :, 1]).square()
    sigma = max(1 / resolution, 0.02)
    value = torch.exp(distance2 * (-0.5 / sigma**2))
    return value * (value >= 1e-5)


def l1_at_three_scales(a, b):
    difference, total = a - b, 0
    for _ in range(3):
        total = total + difference.abs().mean()
        difference = F.avg_pool2d(difference, 2)
    return total / 3


class Generator(nn.Module):
    def __init__(self, fast, maps, latent, features):
        super().__init__()
        self.fast = fast
        self.first, self.second, self.modulation = nn.ModuleList(), nn.ModuleList(), nn.ModuleList()
        if fast:
            self.mapping = nn.ModuleList([Dense(latent, 128), Dense(128, 128)])
        else:
            self.dense = Dense(latent, features[0] * 16, GAIN / 4)
        for stage, out in enumerate(features):
            below = features[max(stage - 1, 0)] if stage or not fast else 0
            self.first.append(Conv(below, out, maps=maps, heard=fast))
            self.second.append(Conv(out, out) if fast or stage else nn.Identity())
            self.modulation.extend(Dense(128, out, 1.0, 1.0) for _ in range(2 if fast else 0))
        last = len(features) - 1
        self.first_drawn = min(SUM_FROM, last) if fast else last
        self.to_rgb = nn.ModuleList(Conv(f, 3, 1, 1.0) for f in features[self.first_drawn:])

    def forward(self, latent, pyramid):
        style, image = pixel_norm(latent), None
        if self.fast:
            for layer in self.mapping:
                style = lrelu(layer(style))
            x = None
        else:
            x = pixel_norm(lrelu(self.dense(style).view(len(latent), -1, 4, 4)))

        def finish(y, which):
            y = pixel_norm(lrelu(y))
            return y * self.modulation[which](style)[:, :, None, None] if self.fast else y

        for stage, condition in enumerate(pyramid):
            if stage:
                x = upsample(x, self.fast)
            x = condition if x is None else torch.cat([x, condition], 1)
            x = finish(self.first[stage](x), 2 * stage)
            if self.fast or stage:
                x = finish(self.second[stage](x), 2 * stage + 1)
            if stage >= self.first_drawn:
                drawn = self.to_rgb[stage - self.first_drawn](x)
                image = drawn if image is None else upsample(image, self.fast) + drawn
        return image


class Discriminator(nn.Module):
    def __init__(self, fast, maps, features):
        super().__init__()
        self.fast = fast
        last = len(features) - 1
        self.first_seen = min(SUM_FROM, last) if fast else last
        self.from_rgb = nn.ModuleList(Conv(3, f, 1) for f in features[self.first_seen:])
        self.first = nn.ModuleList(
            Conv(width + (stage == 0), width, maps=maps, heard=fast)
            for stage, width in enumerate(features))
        self.second = nn.ModuleList(
            Conv(width, features[max(stage - 1, 0)]) if stage else nn.Identity()
            for stage, width in enumerate(features))
        self.dense = Dense(features[0] * 16, features[0])
        self.logit = Dense(features[0], 1, 1.0)

    def forward(self, images, pyramid, features=None):
        smaller, x = images, lrelu(self.from_rgb[-1](images))
        for stage in range(len(pyramid) - 1, 0, -1):
            x = lrelu(self.first[stage](torch.cat([x, pyramid[stage]], 1)))
            x = self.second[stage](x)
            x = lrelu(F.avg_pool2d(x, 2)) if self.fast else F.avg_pool2d(lrelu(x), 2)
            if stage > self.first_seen:
                smaller = F.avg_pool2d(smaller, 2)
                x = x + lrelu(self.from_rgb[stage - 1 - self.first_seen](smaller))
            if features is not None:
                features.append(x)
        x = lrelu(self.first[0](torch.cat([with_minibatch_stddev(x), pyramid[0]], 1)))
        return self.logit(lrelu(self.dense(x.flatten(1)))).squeeze(1)


class Run:
    def __init__(self, args, resolution):
        torch.manual_seed(0)
        self.args, self.fast = args, args.cfg == "fast"
        stages = range(int(math.log2(resolution)) - 1)
        features = [max(min(args.fmap_base >> (s + 1), args.fmap_max), 1) for s in stages]
        self.sides = [4 << s for s in stages]
        maps, self.latent = (39, 512) if self.fast else (20, 512)
        to = dict(device=args.device, memory_format=torch.channels_last)
        self.g = Generator(self.fast, maps, self.latent, features).to(**to)
        self.d = Discriminator(self.fast, maps, features).to(**to)
        self.average = copy.deepcopy(self.g).requires_grad_(False)
        adam = dict(lr=0.001, betas=(0.0, 0.99))
        self.g_adam = torch.optim.Adam(self.g.parameters(), **adam)
        self.d_adam = torch.optim.Adam(self.d.parameters(), **adam)
        self.images = torch.randint(0, 256, (64, resolution, resolution, 3), dtype=torch.uint8)
        self.poses = torch.rand(64, KEYPOINTS, 2)
        self.steps = 0

    def step(self):
        args, device = self.args, self.args.device
        chosen = torch.randint(0, 64, (args.batch,))
        real = self.images[chosen].to(device).permute(0, 3, 1, 2).float() / 127.5 - 1
        poses = self.poses[chosen].to(device)
        draw = limb_maps if self.fast else point_maps
        pyramid = []
        for side in self.sides:
            from_below = self.fast and side >= MAPS_FROM_BELOW
            condition = draw(poses, side // 2 if from_below else side)
            condition = upsample(condition, True) if from_below else condition
            pyramid.append(condition.to(memory_format=torch.channels_last))
        fake = self.g(torch.randn(args.batch, self.latent, device=device), pyramid)

        self.d_adam.zero_grad(set_to_none=True)
        self.d.requires_grad_(True)
        real_logits, fake_logits = self.d(real, pyramid), self.d(fake.detach(), pyramid)
        if self.fast:
            loss = F.softplus(fake_logits - real_logits).mean()
            if self.steps % 16 == 0:
                for images in (real, fake):
                    loss = loss + self.slopes(images, pyramid).mean() * (0.5 / 2 * 16)
        else:
            share = torch.rand(args.batch, 1, 1, 1, device=device)
            between = torch.lerp(real, fake.detach(), share)
            penalty = ((self.slopes(between, pyramid) + 1e-12).sqrt() - 1).square().mean()
            loss = (fake_logits.mean() - real_logits.mean()
                    + 0.001 * real_logits.square().mean() + 10 * penalty)
        loss.backward()
        self.d_adam.step()

        self.g_adam.zero_grad(set_to_none=True)
        self.d.requires_grad_(False)
        features, wanted = [], []
        logits = self.d(fake, pyramid, features)
        if self.fast:
            with torch.no_grad():
                real_logits = self.d(real, pyramid, wanted)
            loss = F.softplus(real_logits - logits).mean() + 8 * l1_at_three_scales(fake, real)
            distances = [(f - w).abs().mean() for f, w in zip(features, wanted)]
            loss = loss + 4 * sum(distances) / max(len(distances), 1)
        else:
            loss = -logits.mean()
        loss.backward()
        self.g_adam.step()
        with torch.no_grad():
            for average, weight in zip(self.average.parameters(), self.g.parameters()):
                average.lerp_(weight, 0.001)
        self.steps += 1

    def slopes(self, images, pyramid):
        at = images.detach().requires_grad_(True)
        gradients, = torch.autograd.grad(self.d(at, pyramid).sum(), at, create_graph=True)
        return gradients.square().sum((1, 2, 3))

    def images_per_second(self, seconds):
        round_length = 16 if self.fast else 1

        def run_round():
            for _ in range(round_length):
                self.step()
            if self.args.device != "cpu":
                torch.cuda.synchronize()

        run_round()  # warm
        steps, start = 0, time.perf_counter()
        while True:
            run_round()
            steps += round_length
            elapsed = time.perf_counter() - start
            if elapsed >= seconds:
                return steps * self.args.batch / elapsed


def main():
    parser = argparse.ArgumentParser(
        description="Images a second of the training step in eager PyTorch; see benchmarks/peer.")
    parser.add_argument("--cfg", default="fast", choices=["fast", "paper-avatar"])
    parser.add_argument("--res", default="16,32,64,128", help="resolutions, as 16,32")
    parser.add_argument("--fmap-base", type=int, default=1024)
    parser.add_argument("--fmap-max", type=int, default=64)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=5, help="at least this long for each")
    parser.add_argument("--device", default="cpu")
    args = parser.parse_args()
    results = [{"resolution": r, "images_per_s": Run(args, r).images_per_second(args.seconds)}
               for r in map(int, args.res.split(","))]
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads(),
                      "results": results}, indent=2))


if __name__ == "__main__":
    main()
