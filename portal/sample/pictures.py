"""Drawings in the colours of the look, the same for the same seed: no camera was there."""

import io
import math
import random

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1600, 1000)
PAPER, SHEET, INK = "#faf8f3", "#fffefb", "#1b212a"
ACCENT, MARK, RULE = "#1d4f91", "#863810", "#d8d3c7"
SKIES = [("#e9f0f9", "#f6e3cf"), ("#cfdcec", "#faf0df"), ("#dde3ea", "#faf8f3")]


def mix(first, second, share):
    """Return a colour between two of the form #rrggbb."""
    pairs = [(int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def wave(dice, level, height, points=9):
    """Return a soft skyline across the picture, as points from left to right."""
    width = SIZE[0]
    waves = [(dice.uniform(0.6, 3.4), dice.uniform(0, math.tau)) for _ in range(3)]
    line = []
    for x in range(0, width + 1, width // (points * 8)):
        lift = sum(math.sin(x / width * math.tau * f + p) for f, p in waves) / 3
        line.append((x, level - lift * height))
    return [*line, (width, line[-1][1])]


def sky(dice):
    top, bottom = dice.choice(SKIES)
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    for y in range(SIZE[1]):
        draw.line([(0, y), (SIZE[0], y)], fill=mix(top, bottom, min(1, y / SIZE[1] * 1.6)))
    return image, draw


def sun(draw, dice):
    x, y, r = dice.randint(300, 1300), dice.randint(180, 360), dice.randint(60, 110)
    draw.ellipse((x - r, y - r, x + r, y + r), fill=mix(MARK, "#ffd9a8", 0.72))


def hills(dice):
    image, draw = sky(dice)
    sun(draw, dice)
    for layer in range(4):
        line = wave(dice, 430 + layer * 140, 95 - layer * 12)
        colour = mix(ACCENT, "#eef2f6", 0.75 - layer * 0.2)
        draw.polygon([*line, (SIZE[0], SIZE[1]), (0, SIZE[1])], fill=colour)
    return image


def river(dice):
    image = hills(dice)
    draw = ImageDraw.Draw(image)
    bank = wave(dice, 760, 30)
    draw.polygon([*bank, (SIZE[0], SIZE[1]), (0, SIZE[1])], fill=mix(ACCENT, PAPER, 0.55))
    for _ in range(26):
        x, y = dice.randint(0, SIZE[0]), dice.randint(810, 980)
        draw.line([(x, y), (x + dice.randint(60, 220), y)], fill=mix(ACCENT, PAPER, 0.85), width=4)
    return image


def bridge(dice):
    image = river(dice)
    draw = ImageDraw.Draw(image)
    deck, stone = 640, mix(INK, PAPER, 0.25)
    draw.rectangle((0, deck, SIZE[0], deck + 34), fill=stone)
    for left in range(-60, SIZE[0], 420):
        draw.rectangle((left, deck, left + 46, 900), fill=stone)
        draw.arc((left + 46, deck + 34, left + 420, deck + 330), 180, 360, fill=stone, width=22)
    return image


def town(dice):
    image, draw = sky(dice)
    sun(draw, dice)
    for row in range(3):
        x, ground = -40, 720 + row * 140
        while x < SIZE[0]:
            width, height = dice.randint(90, 190), dice.randint(150, 380 - row * 60)
            wall = mix(dice.choice([ACCENT, MARK, INK]), PAPER, 0.72 - row * 0.2)
            draw.rectangle((x, ground - height, x + width, SIZE[1]), fill=wall)
            peak = (x + width // 2, ground - height - dice.randint(30, 90))
            eaves = [(x - 8, ground - height), (x + width + 8, ground - height)]
            draw.polygon([*eaves, peak], fill=mix(wall, INK, 0.3))
            for window in range(x + 20, x + width - 30, 46):
                top = ground - height + 40
                draw.rectangle((window, top, window + 20, top + 30), fill=mix(wall, SHEET, 0.6))
            x += width + dice.randint(4, 26)
    return image


def seats(dice):
    image = Image.new("RGB", SIZE, mix(INK, ACCENT, 0.35))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 430), fill=mix(INK, ACCENT, 0.2))
    glow = mix(SHEET, MARK, 0.12)
    draw.rectangle((380, 110, 1220, 400), fill=glow)
    draw.rectangle((760, 330, 840, 430), fill=mix(MARK, INK, 0.3))
    for row in range(6):
        size = 46 + row * 16
        y, shift = 470 + row * 92, dice.randint(0, 30)
        for x in range(-size, SIZE[0], int(size * 1.5)):
            box = (x + shift, y, x + shift + size, y + size + 30)
            draw.rounded_rectangle(box, radius=18, fill=mix(ACCENT, INK, 0.15 + row * 0.1))
    return image


def desk(dice):
    image = Image.new("RGB", SIZE, mix(MARK, PAPER, 0.62))
    for _ in range(9):
        sheet = Image.new("RGBA", (430, 570), (0, 0, 0, 0))
        draw = ImageDraw.Draw(sheet)
        draw.rectangle((0, 0, 429, 569), fill=SHEET, outline=RULE, width=3)
        draw.rectangle((40, 46, dice.randint(200, 330), 74), fill=dice.choice([ACCENT, MARK, INK]))
        for y in range(120, 520, 34):
            draw.line([(40, y), (dice.randint(260, 390), y)], fill=RULE, width=7)
        turned = sheet.rotate(dice.uniform(-28, 28), expand=True, resample=Image.Resampling.BICUBIC)
        image.paste(turned, (dice.randint(-120, 1250), dice.randint(-160, 620)), turned)
    return image


def table(dice):
    image = Image.new("RGB", SIZE, mix(ACCENT, PAPER, 0.8))
    draw = ImageDraw.Draw(image)
    draw.ellipse((330, 220, 1270, 800), fill=mix(MARK, PAPER, 0.5))
    draw.ellipse((360, 240, 1240, 770), fill=mix(MARK, PAPER, 0.62))
    places = dice.randint(10, 14)
    for number in range(places):
        turn = math.tau * number / places
        x, y = 800 + 590 * math.cos(turn), 510 + 390 * math.sin(turn)
        draw.ellipse((x - 52, y - 52, x + 52, y + 52), fill=mix(INK, ACCENT, 0.5))
        x, y = 800 + 380 * math.cos(turn), 505 + 225 * math.sin(turn)
        draw.rectangle((x - 34, y - 24, x + 34, y + 24), fill=SHEET, outline=RULE, width=2)
    return image


def chart(dice):
    image = Image.new("RGB", SIZE, SHEET)
    draw = ImageDraw.Draw(image)
    for y in range(180, 861, 136):
        draw.line([(140, y), (1480, y)], fill=RULE, width=3)
    for column in range(11):
        x, height = 170 + column * 118, dice.randint(120, 640)
        colour = MARK if column in (4, 8) else ACCENT
        draw.rectangle((x, 860 - height, x + 76, 860), fill=mix(colour, SHEET, 0.2))
    draw.line([(140, 860), (1480, 860)], fill=INK, width=6)
    return image


SCENES = {
    "hills": hills,
    "river": river,
    "bridge": bridge,
    "town": town,
    "seats": seats,
    "desk": desk,
    "table": table,
    "chart": chart,
}


def drawn(scene, seed):
    """Return a scene as a JPEG."""
    image = SCENES[scene](random.Random(seed))  # noqa: S311 (a drawing keeps no secret)
    kept = io.BytesIO()
    image.filter(ImageFilter.SMOOTH_MORE).save(kept, "JPEG", quality=85)
    return kept.getvalue()


def mark(letters):
    """Return an institution's sign as a PNG with a clear ground: rings, as many as letters."""
    image = Image.new("RGBA", (480, 480), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    dice = random.Random(letters)  # noqa: S311
    colours = dice.sample([ACCENT, MARK, "#2f6b4f", "#5b4a86"], 2)
    for ring in range(len(letters) + 1):
        edge = 20 + ring * 58
        turn = dice.randint(0, 360)
        draw.arc(
            (edge, edge, 480 - edge, 480 - edge),
            turn,
            turn + dice.randint(220, 350),
            fill=colours[ring % 2],
            width=34,
        )
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()
