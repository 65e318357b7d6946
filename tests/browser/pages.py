"""What tests do on a page, in the words of whoever does it."""

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def place(page, what):
    """Give where an entity (by its id) or a statement's line (by its number) is in the window."""
    return page.evaluate("what => gongtu.stage.whereIs(what)", what)


def click_on(page, what, **options):
    """Click on a dot or a line."""
    where = place(page, what)
    for key in (modifiers := options.get("modifiers", [])):
        page.keyboard.down(key)
    page.mouse.click(where["x"], where["y"])
    for key in modifiers:
        page.keyboard.up(key)


def drawn(page):
    """Give the ids of the entities that are drawn."""
    return set(page.evaluate("[...gongtu.app.shown().entities]"))


def view(page):
    """Give the view as it is."""
    return page.evaluate("gongtu.app.view()")


def colours(page, canvas="#graph canvas"):
    """Count the different colours on a canvas: what is drawn has many, a blank one has one."""
    return page.evaluate(
        """selector => {
          const canvas = document.querySelector(selector);
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return new Set(new Uint32Array(data.buffer)).size;
        }""",
        canvas,
    )
